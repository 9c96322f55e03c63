/** The schedule explorer: runs a line under many schedules, joins what they showed, and replays any seed with its history. */
import { describeExploration, explore, formatRace, raceKey, type FoundRace } from '../toolchain/race/index.ts';
import { isOwnFrame, schedulesFrom, type ScheduledEnd } from '../toolchain/wasi/index.ts';
import { exploreLine, traceSchedule, type BuiltProgram, type ExploreHost } from '../sandbox/index.ts';
import styles from '../styles/race.css?inline';
import { element } from './element.ts';
import { raceWords } from './history-words.ts';
import { renderHistory } from './history-view.ts';
import { makeButton } from './lab-elements.ts';
import { drawSchedules } from './schedule-picture.ts';
import { toSvg } from './svg.ts';

/** What the explorer asks of its page. */
export interface ScheduleDeskOptions {
  /** The line to explore; asked anew each time. */
  readonly line: () => string;
  /** Resolves once Go can build; an Error says why it cannot. */
  readonly host: () => Promise<ExploreHost | Error>;
  /** The level of its heading in the page. */
  readonly level: 2 | 3;
  /** Hears of each race that a schedule showed and of its replay: the page marks its lines. */
  readonly onRace?: (found: FoundRace) => void;
  /** Called when a seed was replayed, for a link that names it. */
  readonly onSeed?: (seed: number, isStressed: boolean) => void;
}

/** A schedule that ended, and the program that ran under it. */
interface Ended {
  readonly end: ScheduledEnd;
  readonly program: BuiltProgram;
}

const counts = [20, 50, 200] as const;
const shownSeeds = 8;
const maxSeed = 0xffffffff;
let sheet: CSSStyleSheet | undefined;
let desks = 0;

export class ScheduleDesk {
  readonly element = element('section', 'schedules');
  readonly #options: ScheduleDeskOptions;
  readonly #count = element('select');
  readonly #stress = element('input');
  readonly #seed = element('input');
  readonly #explore = makeButton('Explore schedules', () => void this.explore(), 'primary');
  readonly #cancel = makeButton('Cancel', () => this.#abort?.abort());
  readonly #replay = makeButton('Replay this seed', () => void this.#replayTyped());
  readonly #progress = element('progress');
  readonly #status = element('p', 'small schedule-status');
  readonly #strip = element('div', 'schedule-strip');
  readonly #found = element('div');
  #abort: AbortController | undefined;
  #ended: Ended[] = [];
  #isDrawing = false;

  constructor(options: ScheduleDeskOptions) {
    this.#options = options;
    adoptStyles();
    const title = element(options.level === 2 ? 'h2' : 'h3', 'schedules-title', 'Schedules');
    title.id = `schedules-${++desks}`;
    this.element.setAttribute('aria-labelledby', title.id);
    this.#progress.hidden = true;
    this.#progress.setAttribute('aria-label', 'Schedules run');
    this.#status.setAttribute('role', 'status');
    this.#cancel.disabled = true;
    this.element.append(title, ...this.#controls(), this.#progress, this.#status, this.#strip, this.#found);
  }

  /** Sets what the controls show, as a link says. */
  choose(seed: number, isStressed: boolean): void {
    this.#seed.value = String(seed);
    this.#stress.checked = isStressed;
  }

  /** Runs as many schedules as chosen. */
  async explore(): Promise<void> {
    const count = Number(this.#count.value);
    await this.#run(1, count);
    const { races } = this.#exploration();
    const [first] = races;
    if (first) this.#options.onRace?.(first);
  }

  /** Runs one schedule and shows what led to its race. */
  async replay(seed: number, key?: string): Promise<void> {
    this.choose(seed, this.#stress.checked);
    if (!this.#ended.some(({ end }) => end.seed === seed)) await this.#run(seed, 1);
    const found = this.#exploration().races.find((race) => race.seeds.includes(seed) && (key ?? race.key) === race.key);
    this.#options.onSeed?.(seed, this.#stress.checked);
    if (!found) return;
    this.#options.onRace?.(found);
    await this.#showHistory(found, seed);
  }

  #controls(): readonly HTMLElement[] {
    for (const count of counts)
      this.#count.append(new Option(`${count} schedules`, String(count), count === 50, count === 50));
    this.#count.setAttribute('aria-label', 'How many schedules');
    this.#stress.type = 'checkbox';
    const stress = element('label', 'schedule-stress');
    stress.append(this.#stress, ' Interrupt at function calls (stress)');
    Object.assign(this.#seed, { type: 'number', min: '0', max: String(maxSeed), value: '1' });
    const seed = element('label', '', 'Seed ');
    seed.append(this.#seed);
    const [first, second] = [element('div', 'schedule-bar'), element('div', 'schedule-bar')];
    first.append(this.#count, this.#explore, this.#cancel, stress);
    second.append(seed, this.#replay);
    for (const control of [this.#stress, this.#count]) control.addEventListener('change', () => this.#forget());
    return [first, second];
  }

  /** Under stress the same seed is another schedule. */
  #forget(): void {
    this.#ended = [];
    this.#draw();
    this.#say('');
  }

  async #replayTyped(): Promise<void> {
    const seed = Number(this.#seed.value);
    if (!Number.isInteger(seed) || seed < 0 || seed > maxSeed || this.#seed.value === '')
      return this.#say(`A seed is a whole number from 0 to ${maxSeed}.`);
    this.#ended = [];
    await this.replay(seed);
  }

  async #run(first: number, count: number): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.#ended = [];
    this.#draw();
    this.#busy(true, count);
    try {
      this.#say('Getting Go ready.');
      const host = await this.#options.host();
      if (host instanceof Error) return this.#say(host.message);
      if (abort.signal.aborted) return this.#say('Canceled.');
      this.#say('Building.');
      const onEnd = (end: ScheduledEnd, program: BuiltProgram): void => {
        if (abort !== this.#abort) return;
        this.#ended.push({ end, program });
        this.#drawSoon();
      };
      const schedules = schedulesFrom(first, count, this.#stress.checked);
      const { output } = await exploreLine(host, { line: this.#options.line(), schedules, onEnd, abort: abort.signal });
      this.#finish(output, abort.signal.aborted);
    } catch (error) {
      this.#finish(error instanceof Error ? error.message : String(error), abort.signal.aborted);
    } finally {
      if (abort === this.#abort) this.#busy(false, count);
    }
  }

  #finish(output: string, isCanceled: boolean): void {
    this.#draw();
    if (this.#ended.length === 0) {
      this.#found.replaceChildren(element('pre', 'schedule-output', output));
      return this.#say(isCanceled ? 'Canceled.' : 'Nothing ran. What the command printed:');
    }
    const ends = this.#ended.map(({ end }) => end);
    const notes = [isCanceled ? 'Canceled before the rest.' : '', noteOn(ends)].filter((note) => note !== '');
    this.#say([describeExploration(this.#exploration()), ...notes].join(' '));
  }

  #busy(isBusy: boolean, count: number): void {
    this.#explore.disabled = this.#replay.disabled = isBusy;
    this.#cancel.disabled = !isBusy;
    this.#progress.hidden = !isBusy;
    this.#progress.max = count;
    this.#progress.removeAttribute('value');
    this.element.setAttribute('aria-busy', String(isBusy));
  }

  #exploration(): ReturnType<typeof explore> {
    return explore(
      this.#ended.map(({ end }) => end),
      isOwnFrame,
    );
  }

  #drawSoon(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    setTimeout(() => {
      this.#isDrawing = false;
      if (!this.#progress.hidden) this.#progress.value = this.#ended.length;
      this.#draw();
    }, 120);
  }

  #draw(): void {
    const exploration = this.#exploration();
    const ends = this.#ended.map(({ end }) => end);
    this.#strip.replaceChildren(...(ends.length > 1 ? [toSvg(drawSchedules(ends))] : []));
    const known = new Map(
      [...this.#found.querySelectorAll<HTMLElement>('article')].map((one) => [one.dataset['key'], one]),
    );
    this.#found.replaceChildren(
      ...exploration.races.map((found) => this.#card(found, exploration.runs, known.get(found.key))),
    );
  }

  /** One race: its lines, how many schedules showed it, its seeds, its report; what was shown of it stays. */
  #card(found: FoundRace, runs: number, known: HTMLElement | undefined): HTMLElement {
    const card = element('article', 'found-race');
    card.dataset['key'] = found.key;
    const report = element('details');
    report.append(element('summary', '', 'The report'), element('pre', '', formatRace(found.race, '')));
    const seeds = element('p', 'schedule-seeds');
    seeds.append('Replay ');
    for (const seed of found.seeds.slice(0, shownSeeds))
      seeds.append(makeButton(`seed ${seed}`, () => void this.replay(seed, found.key)));
    const more = found.seeds.length - shownSeeds;
    if (more > 0) seeds.append(element('span', 'small quiet', `and ${more} more`));
    const share = `${found.seeds.length} of ${runs} ${runs === 1 ? 'schedule' : 'schedules'}`;
    const shown = known?.querySelector('.shown-history') ?? element('div', 'shown-history');
    card.append(
      element(this.#options.level === 2 ? 'h3' : 'h4', 'race-title', raceWords(found.race)),
      element('p', 'small quiet', share),
      seeds,
      report,
      shown,
    );
    return card;
  }

  async #showHistory(found: FoundRace, seed: number): Promise<void> {
    const card = [...this.#found.querySelectorAll<HTMLElement>('article')].find(
      ({ dataset }) => dataset['key'] === found.key,
    );
    const place = card?.querySelector('.shown-history');
    const ended = this.#ended.find(
      ({ end }) => end.seed === seed && end.races.some((race) => raceKey(race, isOwnFrame) === found.key),
    );
    if (!place || !ended) return;
    this.#say(`Replaying seed ${seed}.`);
    try {
      const schedule = { seed, isStressed: ended.end.isStressed };
      const { history } = await traceSchedule(ended.program, schedule, found.key);
      if (!history) return this.#say(`Seed ${seed} did not show the race again.`);
      const head = element(this.#options.level === 2 ? 'h4' : 'h5', 'history-title', `How seed ${seed} got there`);
      place.replaceChildren(head, renderHistory(history, Math.min(place.clientWidth || 640, 720)));
      this.#say(`${describeExploration(this.#exploration())} The history of seed ${seed} is shown.`);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}

/** What the numbers leave out. */
function noteOn(ends: readonly ScheduledEnd[]): string {
  if (!ends.some(({ hasDetector }) => hasDetector))
    return 'The program was built without -race, so nothing looked for races.';
  const stuck = ends.filter(({ reason }) => reason === 'waiting').length;
  const cut = ends.filter(({ reason }) => reason === 'time' || reason === 'output').length;
  const notes = [
    stuck === 0 ? '' : `${stuck} waited for input or connections that never come here, and were ended.`,
    cut === 0 ? '' : `${cut} ran out of time or output.`,
  ];
  return notes.filter((note) => note !== '').join(' ');
}

function adoptStyles(): void {
  if (sheet !== undefined) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets.push(sheet);
}
