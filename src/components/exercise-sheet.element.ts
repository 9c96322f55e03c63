/**
 * `<exercise-sheet>`: makes the worksheet that Exercise.astro wrote answer. Without it the worksheet can still be read and
 * printed. The analyzer and the graders load in a worker when the learner first gives evidence or an answer.
 */
import type { EvidenceFile, Verdict } from '../exercises/index.ts';
import { gradeInWorker, hintInWorker, readInWorker } from './analysis-client.ts';
import { formatAnswer, readFields, wireOrder, writeFields } from './answer-controls.ts';
import { storageProblem } from './database.ts';
import { EvidenceBox } from './evidence-box.ts';
import { EvidenceView } from './evidence-view.ts';
import { HintSteps } from './hint-steps.ts';
import { loadExercise } from './lesson-exercises.ts';
import type { ChosenVariant } from './lesson-variants.ts';
import { loadRecord, onOtherTab, saveRecord, type ExerciseRecord } from './progress-store.ts';
import { SolutionView } from './solution-view.ts';
import { loadSeed, seedScope } from './variant-seeds.ts';
import { VerdictView } from './verdict-view.ts';

const saveDelayMillis = 200;

/** What a lab sends when a learner hands over a command's output. */
interface LabOutput {
  readonly lesson: string;
  readonly command: string;
  readonly text: string;
  /** Whether the command ran, or a recording of it was played. */
  readonly source: 'live' | 'recording';
  /** The lab's files as edited, where the exercise is graded on them; their names begin with `lab/`. */
  readonly files?: readonly EvidenceFile[];
}

class ExerciseSheet extends HTMLElement {
  #attempts: ExerciseRecord['attempts'] = [];
  #box: EvidenceBox | undefined;
  #view: EvidenceView | undefined;
  #form!: HTMLFormElement;
  #verdict!: VerdictView;
  #hints!: HintSteps;
  #solution!: SolutionView;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  /** The variant that the sheet is in; 0 is the program as the lesson shows it. */
  #seed = 0;
  /** The recording as written, and as the variant has it. */
  #recordings: readonly string[] = [];

  connectedCallback(): void {
    const keep = () => this.#keep();
    this.#form = this.#part('form');
    this.#verdict = new VerdictView(this.#part('[role=status]'), (at) => this.#view?.pointAt(at));
    this.#hints = new HintSteps(
      this.querySelector('details.hints'),
      this.#part('button.hint'),
      (index) => this.#fillHint(index),
      keep,
    );
    this.#solution = new SolutionView(this.#part('.solution'), this.#part('a.solve'), this.#part('button.solve'), keep);
    this.#wireEvidence();
    this.#wireAnswer();
    this.querySelector('button.vary')?.addEventListener('click', () => void this.#renew());
    onOtherTab((id) => {
      if (id === this.#id && !this.contains(document.activeElement)) void this.#restore();
    });
    void this.#restore();
  }

  get #id(): string {
    return this.#data('id');
  }

  /** What the learner gave; in an exercise on a recording, the recording. */
  get #evidence(): readonly EvidenceFile[] {
    if (this.#box) return this.#box.evidence;
    return this.#view ? [{ source: 'recording', content: this.#recordings[1] ?? this.#view.recording }] : [];
  }

  #data(name: string): string {
    return this.dataset[name] ?? '';
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`exercise ${this.#id} has no ${selector}`);
    return part;
  }

  #wireEvidence(): void {
    const place = this.querySelector<HTMLElement>('.paste');
    if (!place) return;
    const inputs = [...this.#form.querySelectorAll<HTMLInputElement>('input[data-points]')];
    this.#view = new EvidenceView(place, inputs, () => this.#changed());
    if (this.#data('evidence') === 'own') this.#wireBox();
  }

  #wireBox(): void {
    const chooser = this.#part<HTMLInputElement>('input[type=file]');
    const textarea = this.#part<HTMLTextAreaElement>('textarea[name=evidence]');
    this.#box = new EvidenceBox({ textarea, zone: this, chooser, held: this.#part('.held') }, () =>
      this.#evidenceChanged(),
    );
    this.#part('button.choose').addEventListener('click', () => chooser.click());
    document.addEventListener('faultline:evidence', (event) => this.#takeFromLab(event as CustomEvent<LabOutput>));
  }

  #wireAnswer(): void {
    for (const order of this.#form.querySelectorAll<HTMLElement>('ol[data-field]'))
      wireOrder(order, () => this.#changed());
    this.#form.addEventListener('input', (event) => {
      if ((event.target as Element).closest('[data-field]')) this.#changed();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#check();
    });
  }

  #give(evidence: readonly EvidenceFile[]): void {
    if (!this.#box) return;
    this.#box.evidence = evidence;
    this.#evidenceChanged();
  }

  /** Every exercise that asks for the command takes its output; where none does, the first that is not solved. */
  #takeFromLab(event: CustomEvent<LabOutput>): void {
    const { lesson, command, text, source, files = [] } = event.detail;
    const takers = this.#id.startsWith(`${lesson}/`) ? takersOf(command) : [];
    if (!takers.includes(this)) return;
    event.preventDefault();
    const isGradedOnSources = this.dataset['sources'] !== undefined;
    const kept = files.filter((file) => isGradedOnSources || !file.source.startsWith('lab/'));
    this.#give(this.#joined(source === 'recording' ? `recording: ${command}` : command, text, kept));
    if (takers[0] !== this) return;
    this.scrollIntoView({ block: 'start' });
    this.#part('textarea[name=evidence]').focus({ preventScroll: true });
  }

  /** Files alone, as from `curl … > heap.old`, and the outputs of a chain's links come to what is there already. */
  #joined(origin: string, text: string, files: readonly EvidenceFile[]): readonly EvidenceFile[] {
    const adds = text.trim() === '' || this.dataset['collects'] !== undefined;
    const given = [...(text.trim() === '' ? [] : [{ source: origin, content: text }]), ...files];
    const kept = adds ? (this.#box?.evidence ?? []) : [];
    return [...kept.filter(({ source }) => !given.some((file) => file.source === source)), ...given];
  }

  /** What could be graded in one exercise serves the others that ask for the same command and have nothing yet. */
  #share(): void {
    const evidence = this.#box?.kept ?? [];
    if (this.dataset['command'] === undefined || evidence.length === 0) return;
    for (const sheet of takersOf(this.#data('command'))) if (sheet !== this) sheet.#takeShared(evidence);
  }

  #takeShared(evidence: readonly EvidenceFile[]): void {
    if (!this.#box || this.#box.evidence.length > 0) return;
    this.#box.evidence = evidence;
    this.#keep();
    void this.#readEvidence();
  }

  #evidenceChanged(): void {
    this.#changed();
    void this.#readEvidence();
  }

  async #readEvidence(): Promise<void> {
    if (!this.#box) return;
    const first = this.#box.kept[0];
    await this.#view?.show(first && (() => readInWorker(first.source, first.content)));
  }

  /** Only a hint with facts in it needs the analyzer; the others stand in the page. */
  async #fillHint(index: number): Promise<string | undefined> {
    const exercise = await loadExercise(this.#data('src'), this.#id).catch(() => undefined);
    if (!exercise?.hints[index]?.text.includes('{')) return undefined;
    const variant = await this.#chooseVariant();
    return hintInWorker(exercise, index, this.#evidence, variant).catch(() => undefined);
  }

  async #check(): Promise<void> {
    const answer = formatAnswer(readFields(this.#form));
    const evidence = this.#evidence;
    this.#verdict.showWaiting();
    try {
      const exercise = await loadExercise(this.#data('src'), this.#id);
      const verdict = await gradeInWorker(exercise, { answer, evidence }, await this.#chooseVariant());
      const used = { hintsUsed: this.#hints.used, solutionShown: this.#solution.isShown };
      const attempt = { time: Date.now(), answer, evidence, ...used, verdict, ...this.#variant };
      if (verdict.verdict !== 'unreadable') {
        this.#attempts = [...this.#attempts, attempt];
        this.#share();
      }
      this.#showVerdict(verdict);
      await this.#save();
    } catch (error) {
      this.#verdict.showProblem(error instanceof Error ? error.message : String(error));
    }
  }

  #showVerdict(verdict: Verdict): void {
    const attempts = this.#attempts.filter(({ variant = 0 }) => variant === this.#seed);
    this.#verdict.show(verdict, attempts.length);
    if (!attempts.some((attempt) => attempt.verdict.verdict === 'correct')) return;
    this.dataset['solved'] = '';
    this.dispatchEvent(new CustomEvent('faultline:solved', { bubbles: true, detail: this.#id }));
  }

  get #isVaried(): boolean {
    return this.dataset['varied'] !== undefined;
  }

  get #scope(): string {
    return seedScope(this.#id, this.dataset['evidence']);
  }

  /** As records have it. */
  get #variant(): { readonly variant?: number } {
    return this.#seed === 0 ? {} : { variant: this.#seed };
  }

  /** The program that evidence is to come from; nothing where it has no variants. */
  async #chooseVariant(): Promise<ChosenVariant | undefined> {
    if (!this.#isVaried) return undefined;
    const { chooseVariant } = await import('./lesson-variants.ts');
    return chooseVariant(this.#data('src').replace('exercises.json', 'variants.json'), this.#id, this.#seed);
  }

  async #renew(): Promise<void> {
    try {
      const { renewVariant } = await import('./exercise-variant.ts');
      await renewVariant(this, this.#seed);
    } catch (error) {
      this.#verdict.showProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** Begins anew in a variant; attempts stay. */
  async changeVariant(seed: number): Promise<void> {
    this.#form.reset();
    if (this.#box) this.#box.evidence = [];
    this.#verdict.clear();
    delete this.dataset['solved'];
    await this.#showVariant(seed);
    await this.#readEvidence();
    await this.#save();
  }

  async #showVariant(seed: number): Promise<void> {
    this.#seed = seed;
    const [written = this.#box ? undefined : this.#view?.recording] = this.#recordings;
    try {
      const { showVariant } = await import('./exercise-variant.ts');
      const varied = await showVariant(this, seed, written);
      if (written === undefined || varied === undefined) return;
      this.#recordings = [written, varied];
      await this.#view?.show(() => readInWorker('recording', varied));
    } catch (error) {
      this.#verdict.showProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** The verdict stays until the next one, marked as being about what stood there before. */
  #changed(): void {
    this.#verdict.markStale();
    this.#keep();
  }

  #keep(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => void this.#save(), saveDelayMillis);
  }

  async #save(): Promise<void> {
    clearTimeout(this.#saveTimer);
    const shown = this.#verdict.shown;
    await saveRecord({
      id: this.#id,
      version: Number(this.#data('version')),
      ...this.#variant,
      fields: readFields(this.#form),
      evidence: this.#box?.kept ?? [],
      hintsUsed: this.#hints.used,
      solutionShown: this.#solution.isShown,
      attempts: this.#attempts,
      ...(shown && { shown }),
      updated: Date.now(),
    });
    this.#verdict.note(storageProblem());
  }

  async #restore(): Promise<void> {
    const [record, seed] = await Promise.all([loadRecord(this.#id), this.#isVaried ? loadSeed(this.#scope) : 0]);
    if (seed !== this.#seed) await this.#showVariant(seed);
    this.#attempts = record?.attempts ?? [];
    // Work in another variant is none in this one.
    const isOfThis = (record?.variant ?? 0) === seed;
    if (record && isOfThis) this.#restoreControls(record);
    this.#verdict.note(storageProblem());
    if (!record || !isOfThis) return;
    await this.#readEvidence();
    this.#view?.restoreChoice(record.fields);
    if (record.shown) this.#showVerdict(record.shown);
  }

  #restoreControls(record: ExerciseRecord): void {
    if (this.#box) this.#box.evidence = record.evidence;
    writeFields(this.#form, record.fields);
    this.#hints.restore(record.hintsUsed);
    if (record.solutionShown) void this.#solution.show();
  }
}

function takersOf(command: string): readonly ExerciseSheet[] {
  const all = [...document.querySelectorAll<ExerciseSheet>('exercise-sheet[data-evidence=own]')];
  const asked = all.filter((sheet) => sheet.dataset['command'] === command);
  if (asked.length > 0) return asked;
  return all.filter((sheet) => sheet.dataset['solved'] === undefined).slice(0, 1);
}

customElements.define('exercise-sheet', ExerciseSheet);
