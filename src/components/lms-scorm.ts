/** A session over the API of SCORM 1.2 or SCORM 2004. */
import {
  mostInteractions,
  scormElements,
  scormInteraction,
  scormValues,
  suspendLimit,
  type ScormValue,
  type ScormVersion,
} from '../lms/index.ts';
import { findApi, type ApiError, type LmsApi } from './lms-api.ts';
import type { Interaction, LmsSession, OnProblem, SessionReport } from './lms-session.ts';

/** Elements that a system may leave out: what it does not know of them is not missed. */
const optional = /^cmi\.(?:interactions\.|score\.|progress_measure$|core\.score\.m|core\.lesson_location$|location$)/;

/** Opens a session, or says why there is none. */
export function openScorm(version: ScormVersion, onProblem: OnProblem): LmsSession | { readonly problem: string } {
  const api = findApi(window, version);
  if (!api)
    return { problem: `No learning management system that speaks SCORM ${version} was found around this page.` };
  const error = api.initialize();
  if (error) return { problem: `The learning management system did not open a session (${describe(error)}).` };
  return new ScormSession(api, version, onProblem);
}

class ScormSession implements LmsSession {
  readonly learner: LmsSession['learner'];
  readonly suspendData: string;
  readonly location: string;
  readonly suspendLimit: number;
  readonly isRecorded: boolean;
  readonly #api: LmsApi;
  readonly #version: ScormVersion;
  readonly #onProblem: OnProblem;
  readonly #wasDone: boolean;
  readonly #opened = Date.now();
  /** What the system has, by element: only what differs is told. */
  readonly #told = new Map<string, string>();
  readonly #refused = new Set<string>();
  #nextInteraction: number;
  #hasEnded = false;

  constructor(api: LmsApi, version: ScormVersion, onProblem: OnProblem) {
    this.#api = api;
    this.#version = version;
    this.#onProblem = onProblem;
    const elements = scormElements[version];
    const read = (name: keyof typeof elements) => api.getValue(elements[name]);
    this.learner = readLearner(read('learnerId'), read('learnerName'));
    this.suspendData = read('suspendData');
    this.location = read('location');
    this.isRecorded = !['review', 'browse'].includes(read('mode'));
    this.#wasDone = ['passed', 'completed'].includes(read('status'));
    this.suspendLimit = suspendLimit[version];
    this.#nextInteraction = Number.parseInt(api.getValue('cmi.interactions._count'), 10) || 0;
  }

  // Every call of SCORM is synchronous, so that a page that closes has told all when this returns.
  async send(report: SessionReport): Promise<void> {
    if (!this.isRecorded || this.#hasEnded) return;
    const seconds = Math.round((Date.now() - this.#opened) / 1000);
    const values = scormValues(this.#version, { ...report, seconds, wasDone: this.#wasDone });
    const problems = [
      ...values.map((value) => this.#tell(value)),
      ...report.interactions.flatMap((interaction) => this.#tellInteraction(interaction)),
      this.#describeError('what was told', this.#api.commit()),
    ];
    this.#onProblem(problems.find((problem) => problem !== undefined));
  }

  async end(report: SessionReport): Promise<void> {
    if (this.#hasEnded) return;
    void this.send(report);
    this.#hasEnded = true;
    const error = this.#api.finish();
    if (error) this.#onProblem(this.#describeError('the end of the session', error));
  }

  #tellInteraction({ exercise, attempt }: Interaction): readonly (string | undefined)[] {
    if (this.#nextInteraction >= mostInteractions || this.#refused.has('cmi.interactions')) return [];
    const values = scormInteraction(this.#version, this.#nextInteraction, exercise, attempt);
    const [id, ...rest] = values;
    if (id && this.#tell(id) === undefined && !this.#isRefused(id)) {
      this.#nextInteraction++;
      return rest.map((value) => this.#tell(value));
    }
    this.#refused.add('cmi.interactions');
    return [];
  }

  #isRefused([element]: ScormValue): boolean {
    return this.#refused.has(element);
  }

  #tell([element, value]: ScormValue): string | undefined {
    if (this.#told.get(element) === value || this.#refused.has(element)) return undefined;
    const error = this.#api.setValue(element, value);
    if (!error) this.#told.set(element, value);
    else if (optional.test(element)) this.#refused.add(element);
    else return this.#describeError(nameOf(element), error);
    return undefined;
  }

  #describeError(what: string, error: ApiError | undefined): string | undefined {
    return (
      error &&
      `The learning management system did not take ${what} (${describe(error)}). Your work is kept in this browser and is told again with your next answer. If you were away for long, open the course anew from there.`
    );
  }
}

function readLearner(id: string, name: string): LmsSession['learner'] {
  if (id === '' && name === '') return undefined;
  return { name, ...(id.includes('@') ? { email: id } : {}), ...(id === '' ? {} : { id }) };
}

function nameOf(element: string): string {
  if (element.endsWith('suspend_data')) return 'your progress';
  if (element.includes('score')) return 'your score';
  return element.includes('status') ? 'your status' : element;
}

function describe({ code, words }: ApiError): string {
  return words === '' ? `error ${code}` : `error ${code}: ${words}`;
}
