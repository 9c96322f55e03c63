/** An exercise in a variant: its words, its recording, its place in the page. Loaded when a variant is first asked for. */
import { createVariant, type Exercise, type Variant } from '../exercises/index.ts';
import { readInWorker } from './analysis-client.ts';
import { element } from './element.ts';
import { showLabFiles } from './lab-variant.ts';
import { loadExercise } from './lesson-exercises.ts';
import { chooseVariant, drawSeed } from './lesson-variants.ts';
import { renderTrace } from './trace-list.ts';
import { varyWords } from './varied-words.ts';
import { keepSeed, seedScope } from './variant-seeds.ts';

/** What of a sheet the change of its variant needs. */
export interface VariedSheet extends HTMLElement {
  /** Begins anew in that variant; attempts stay. */
  changeVariant(seed: number): Promise<void>;
}

/** The lab of a lesson, where its page has one. */
interface VariedLab extends HTMLElement {
  changeVariant(): Promise<void>;
}

/** Everything of the section that the page was built with, but what was recorded and what learners typed. */
const wordsOf = 'h2, .details, .how, .field label, .options, .ordering, .matching label, .link > p, .link > legend';
const recordings = new WeakMap<Element, string>();
const observed = new WeakSet<Element>();

/**
 * Shows a sheet in a variant.
 *
 * @param recording what an exercise on a recording shows, as written
 * @returns the recording in the variant
 * @throws Error, fit to be read by learners, where the lesson's exercises or variants do not load.
 */
export async function showVariant(sheet: VariedSheet, seed: number, recording?: string): Promise<string | undefined> {
  const { id = '', src = '', evidence } = sheet.dataset;
  const [exercise, chosen] = await Promise.all([loadExercise(src, id), chooseVariant(variantsBeside(src), id, seed)]);
  if (!chosen) return undefined;
  const variant = createVariant(chosen.program, seed);
  const restart = (other: number) => void changeVariant(sheet, other);
  varyWords(sheet.querySelectorAll(wordsOf), variant);
  varyWords(sheet.querySelectorAll('.paste legend, .aside summary'), variant);
  varyTargets(sheet, exercise, variant);
  varyHints(sheet, variant);
  followSolution(sheet, variant);
  if (exercise.command !== undefined) sheet.dataset['command'] = variant.toVaried(exercise.command);
  showSeed(sheet, seed, restart);
  if (evidence === 'own') showLabFiles(sheet, variant);
  await varyAside(sheet, variant);
  return recording === undefined ? undefined : variant.varyOutput(recording);
}

/** Draws a new variant for a sheet, and with it for all that depends on the same lab. */
export async function renewVariant(sheet: VariedSheet, current: number): Promise<void> {
  await changeVariant(sheet, drawSeed(current));
}

async function changeVariant(sheet: VariedSheet, seed: number): Promise<void> {
  const { id = '', src = '', evidence } = sheet.dataset;
  // What does not load is said before anything changes.
  await chooseVariant(variantsBeside(src), id, seed);
  const scope = seedScope(id, evidence);
  await keepSeed(scope, seed);
  const own = document.querySelectorAll<VariedSheet>('exercise-sheet[data-varied][data-evidence=own]');
  const sheets =
    evidence === 'own' ? [...own].filter(({ dataset }) => dataset['id']?.startsWith(`${scope}/`)) : [sheet];
  await Promise.all(sheets.map((one) => one.changeVariant(seed)));
  if (evidence !== 'own') return;
  for (const lab of document.querySelectorAll<VariedLab>(`lab-terminal[data-lesson="${scope}"]`))
    await lab.changeVariant();
}

/** `variants.json` lies beside `exercises.json` and `lab.json`. */
export function variantsBeside(url: string): string {
  return new URL('variants.json', new URL(url, document.baseURI)).href;
}

/** Options of a list have no code in them; the exercise's text says which of their words are. */
function varyTargets(sheet: HTMLElement, exercise: Exercise, { varyProse }: Variant): void {
  if (exercise.kind !== 'match') return;
  for (const { id, text } of exercise.targets)
    for (const option of sheet.querySelectorAll(`option[value="${CSS.escape(id)}"]`))
      option.textContent = varyProse(text).replaceAll('`', '');
}

const builtHints = new WeakMap<Element, readonly Node[]>();

/** Hints filled in from other evidence give way to those that the page was built with. */
function varyHints(sheet: HTMLElement, variant: Variant): void {
  for (const hint of sheet.querySelectorAll('.hints li')) {
    const built = builtHints.get(hint) ?? [...hint.childNodes];
    builtHints.set(hint, built);
    hint.replaceChildren(...built);
    varyWords([hint], variant);
  }
}

/** The variant that each solution is told in: it is fetched later, or was before. */
const toldIn = new WeakMap<Element, Variant>();

function followSolution(sheet: HTMLElement, variant: Variant): void {
  const place = sheet.querySelector('.solution');
  if (!place) return;
  toldIn.set(place, variant);
  varyWords([place], variant);
  if (observed.has(place)) return;
  observed.add(place);
  new MutationObserver(() => varyWords([place], toldIn.get(place) ?? variant)).observe(place, { childList: true });
}

/** The recording beside an exercise on own output. */
async function varyAside(sheet: HTMLElement, variant: Variant): Promise<void> {
  const list = sheet.querySelector('.aside > .trace');
  if (!list) return;
  const text =
    recordings.get(list) ?? [...list.querySelectorAll('li > code')].map((code) => code.textContent).join('\n');
  const { rows } = await readInWorker('recording', variant.varyOutput(text));
  const drawn = renderTrace(rows);
  drawn.setAttribute('aria-label', list.getAttribute('aria-label') ?? 'Trace');
  recordings.set(drawn, text);
  list.replaceWith(drawn);
}

function showSeed(sheet: HTMLElement, seed: number, change: (seed: number) => void): void {
  const line = sheet.querySelector('.variant') ?? element('p', 'small variant');
  line.setAttribute('aria-live', 'polite');
  if (!line.isConnected) sheet.querySelector('.kicker')?.after(line);
  if (seed === 0) return line.replaceChildren();
  const where = sheet.dataset['evidence'] === 'own' ? 'The names and lines of your lab' : 'Its names and lines';
  const back = element('button', 'plain', 'As in the lesson');
  back.type = 'button';
  back.addEventListener('click', () => {
    change(0);
    sheet.querySelector<HTMLElement>('button.vary')?.focus();
  });
  line.replaceChildren(`Your variant: ${seed}. ${where} are not those of the lesson's text. `, back);
}
