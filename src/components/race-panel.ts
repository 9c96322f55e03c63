/** What a lab shows after a command with `-race`: the lines of each race, marked and to jump to, and its schedules. */
import type { CommandRecord, Lab } from '../sandbox/index.ts';
import { readInWorker } from './analysis-client.ts';
import { element } from './element.ts';
import type { LabFiles } from './lab-files.ts';
import { makeButton } from './lab-elements.ts';
import { accessLines, raceLines, type RaceLine } from './race-lines.ts';

/** What the panel works with. */
export interface RacePanelOptions {
  readonly lab: Lab;
  readonly files: LabFiles;
  readonly announce: (text: string) => void;
}

/** A line that can be run again under schedules: one go command or program, without pipes and redirections. */
const explorable = /^(?:\w+=\S*\s+)*(?:go\s+(?:run|test)\s|\.?\/)[^|&;<>]*$/;

export class RacePanel {
  readonly element = element('section', 'race-panel');
  readonly #options: RacePanelOptions;
  readonly #lines = element('p', 'race-jumps');
  readonly #open = makeButton('Explore schedules of this run', () => void this.#explore());
  readonly #place = element('div');
  #line = '';
  #turn = 0;

  constructor(options: RacePanelOptions) {
    this.#options = options;
    this.element.setAttribute('aria-label', 'Races of the last run');
    this.element.append(this.#lines, this.#open, this.#place);
  }

  /** Marks the races of a command's output, and offers its schedules. */
  async show({ text, line }: CommandRecord): Promise<void> {
    const turn = ++this.#turn;
    const { lab } = this.#options;
    const { found } = await readInWorker('the lab', text);
    if (turn !== this.#turn) return;
    const lines = raceLines(
      found.map(({ evidence }) => evidence),
      lab.folder,
    );
    if (lines.length > 0) this.#options.files.mark(lines);
    this.#list(lines, text.includes('WARNING: DATA RACE'));
    this.#line = line.trim();
    this.#open.hidden = !explorable.test(this.#line) || lab.exploreHost() === undefined;
  }

  #list(lines: readonly RaceLine[], hasReport: boolean): void {
    const { files } = this.#options;
    const buttons = lines.map(({ file, line, access, message }) => {
      const jump = makeButton(`${access} ${file}:${line}`, () => files.goTo(file, line));
      jump.title = message;
      return jump;
    });
    const none = hasReport
      ? 'The report names no line of these files.'
      : 'This run showed no race. Another schedule may.';
    const lead = element(
      'span',
      'small',
      lines.length > 0 ? 'The race, in the editor (F8 goes from line to line):' : none,
    );
    this.#lines.replaceChildren(lead, ...buttons);
  }

  async #explore(): Promise<void> {
    const { ScheduleDesk } = await import('./schedule-desk.ts');
    const { lab, files } = this.#options;
    const desk = new ScheduleDesk({
      level: 3,
      line: () => this.#line,
      host: () => Promise.resolve(lab.exploreHost() ?? new Error('Go does not run here now. Start the lab again.')),
      onRace: ({ race }) => files.mark(accessLines(race, lab.folder)),
    });
    this.#place.replaceChildren(desk.element);
    await desk.explore();
  }
}
