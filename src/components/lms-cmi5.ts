/** A session with the learning record store of a system that speaks cmi5. Its requests are the only ones that leave the origin. */
import {
  answerStatement,
  cmi5Statement,
  learnerOf,
  parseCmi5Launch,
  parseLaunchData,
  progressStatement,
  type Cmi5Launch,
  type Cmi5LaunchData,
  type Cmi5Verb,
  type Standing,
  type Statement,
  type StatementBasis,
} from '../lms/index.ts';
import { keepForTab, readForTab } from './kept-setting.ts';
import type { LmsSession, OnProblem, SessionReport } from './lms-session.ts';

const states = { progress: 'faultline.progress', submission: 'faultline.submission' } as const;

/** A request that outlives its page carries 64 kB at most. */
const suspendLimit = 40_000;
/** Larger files are handed in by the learner. */
const largestSubmission = 4_000_000;

/** What the course keeps for itself between sessions. */
interface KeptProgress {
  readonly suspendData: string;
  readonly location: string;
  /** How far the learner was said to be. */
  readonly progress: string;
  /** Told once in a registration, whatever comes later. */
  readonly told: readonly Cmi5Verb[];
}

/** Opens a session, or says why there is none. */
export async function openCmi5(onProblem: OnProblem): Promise<LmsSession | { readonly problem: string }> {
  const launch = parseCmi5Launch(new Map(new URLSearchParams(location.search)));
  if ('problem' in launch) return { problem: `No learning management system opened this page: ${launch.problem}.` };
  try {
    const store = new RecordStore(launch, await fetchToken(launch.fetchUrl));
    const data = parseLaunchData(await store.readState('LMS.LaunchData'));
    await store.readPreferences();
    const kept = readKept(await store.readState(states.progress));
    const session = new Cmi5Session(store, launch, data, kept, onProblem);
    await session.begin();
    return session;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `The learning management system did not open a session (${why}).` };
  }
}

/** The token is given out once for a launch; a reload of the page goes on with it. */
async function fetchToken(url: string): Promise<string> {
  const key = `cmi5-${url}`;
  const before = readForTab(key);
  if (before !== '') return before;
  const response = await fetch(url, { method: 'POST' });
  const body = (await response.json()) as { readonly 'auth-token'?: unknown; readonly 'error-text'?: unknown };
  const token = body['auth-token'];
  if (typeof token !== 'string') throw new Error(String(body['error-text'] ?? 'it gave no token'));
  keepForTab(key, token);
  return token;
}

function readKept(value: unknown): KeptProgress {
  const { suspendData, location: at, progress, told } = (value ?? {}) as Partial<Record<keyof KeptProgress, unknown>>;
  const text = (one: unknown) => (typeof one === 'string' ? one : '');
  return {
    suspendData: text(suspendData),
    location: text(at),
    progress: text(progress),
    told: Array.isArray(told) ? told.filter((verb): verb is Cmi5Verb => verb === 'completed' || verb === 'passed') : [],
  };
}

/** The requests of xAPI that a session needs. */
class RecordStore {
  readonly #launch: Cmi5Launch;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(launch: Cmi5Launch, token: string) {
    this.#launch = launch;
    this.#headers = { Authorization: `Basic ${token}`, 'X-Experience-API-Version': '1.0.3' };
  }

  /** The state's document, or undefined where there is none. */
  async readState(stateId: string): Promise<unknown> {
    return this.#read(this.#stateUrl(stateId));
  }

  /** Systems may ask that it was read; the course has nothing to set by it. */
  async readPreferences(): Promise<void> {
    await this.#read(this.#url('agents/profile', { profileId: 'cmi5LearnerPreferences' }));
  }

  async writeState(stateId: string, body: string): Promise<void> {
    await this.#ask('PUT', this.#stateUrl(stateId), body);
  }

  async tell(statements: readonly Statement[]): Promise<void> {
    if (statements.length > 0)
      await this.#ask('POST', new URL('statements', this.#launch.endpoint), JSON.stringify(statements));
  }

  #stateUrl(stateId: string): URL {
    const { activityId, registration } = this.#launch;
    return this.#url('activities/state', { stateId, activityId, registration });
  }

  #url(resource: string, words: Readonly<Record<string, string>>): URL {
    const url = new URL(resource, this.#launch.endpoint);
    for (const [name, value] of Object.entries({ ...words, agent: JSON.stringify(this.#launch.actor) }))
      url.searchParams.set(name, value);
    return url;
  }

  async #read(url: URL): Promise<unknown> {
    const response = await fetch(url, { headers: this.#headers });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`error ${response.status} on reading`);
    return response.json();
  }

  async #ask(method: string, url: URL, body: string): Promise<void> {
    const headers = { ...this.#headers, 'Content-Type': 'application/json' };
    const response = await fetch(url, { method, headers, body, keepalive: body.length < 50_000 });
    if (!response.ok) throw new Error(`error ${response.status}`);
  }
}

class Cmi5Session implements LmsSession {
  readonly learner: LmsSession['learner'];
  readonly suspendData: string;
  readonly location: string;
  readonly suspendLimit = suspendLimit;
  readonly isRecorded: boolean;
  readonly returnUrl: string | undefined;
  readonly passPercent: number | undefined;
  readonly #store: RecordStore;
  readonly #basis: Omit<StatementBasis, 'id' | 'now'>;
  readonly #onProblem: OnProblem;
  readonly #opened = Date.now();
  readonly #told: Set<Cmi5Verb>;
  /** One request after the other: a store judges statements by their order. */
  #queue: Promise<void> = Promise.resolve();
  #kept = '';
  #progress: string;
  #submission = '';
  #hasEnded = false;

  constructor(store: RecordStore, launch: Cmi5Launch, data: Cmi5LaunchData, kept: KeptProgress, onProblem: OnProblem) {
    this.#store = store;
    this.#basis = { launch, data };
    this.#onProblem = onProblem;
    this.#told = new Set(kept.told);
    this.#progress = kept.progress;
    this.learner = learnerOf(launch.actor);
    this.suspendData = kept.suspendData;
    this.location = kept.location;
    this.isRecorded = data.launchMode === 'Normal';
    this.returnUrl = data.returnUrl;
    this.passPercent = data.masteryScore === undefined ? undefined : data.masteryScore * 100;
  }

  async begin(): Promise<void> {
    await this.#store.tell([this.#define('initialized', noStanding)]);
  }

  async send(report: SessionReport): Promise<void> {
    if (!this.isRecorded || this.#hasEnded) return;
    const statements = this.#statementsFor(report);
    await this.#do(async () => {
      await this.#store.tell(statements);
      await this.#keep(report);
      await this.#attach(report);
    });
  }

  /** All is asked for at once: what waits for an answer is lost with the page. */
  async end(report: SessionReport): Promise<void> {
    if (this.#hasEnded) return;
    const statements = this.isRecorded ? this.#statementsFor(report) : [];
    this.#hasEnded = true;
    const last = [...statements, this.#define('terminated', report.standing)];
    const kept = this.isRecorded ? this.#keep(report) : undefined;
    await Promise.all([kept, this.#store.tell(last)]).catch((error: unknown) => this.#tellProblem(error));
  }

  #statementsFor({ standing, interactions }: SessionReport): readonly Statement[] {
    const answers = interactions.map(({ exercise, attempt }) => answerStatement(this.#next(), exercise, attempt));
    const progress = `${standing.percent} ${standing.tried}`;
    const isFurther = this.#progress !== progress && standing.tried > 0;
    this.#progress = progress;
    const reached = [
      ...(standing.isComplete ? (['completed'] as const) : []),
      ...(standing.isPassed ? (['passed'] as const) : []),
    ].filter((verb) => !this.#told.has(verb));
    for (const verb of reached) this.#told.add(verb);
    return [
      ...answers,
      ...(isFurther ? [progressStatement(this.#next(), standing)] : []),
      ...reached.map((verb) => this.#define(verb, standing)),
    ];
  }

  #define(verb: Cmi5Verb, standing: Standing): Statement {
    return cmi5Statement(verb, this.#next(), standing, (Date.now() - this.#opened) / 1000);
  }

  #next(): StatementBasis {
    return { ...this.#basis, id: newUuid(), now: Date.now() };
  }

  async #keep({ suspendData, location: at }: SessionReport): Promise<void> {
    const kept: KeptProgress = { suspendData, location: at, progress: this.#progress, told: [...this.#told] };
    const body = JSON.stringify(kept);
    if (body === this.#kept) return;
    await this.#store.writeState(states.progress, body);
    this.#kept = body;
  }

  /** The file to hand in lies beside the progress, where instructors' tools can read it. */
  async #attach({ suspendData, submission }: SessionReport): Promise<void> {
    if (suspendData === this.#submission) return;
    const file = submission();
    if (file.length <= largestSubmission) await this.#store.writeState(states.submission, file);
    this.#submission = suspendData;
  }

  #do(act: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(act).then(
      () => this.#onProblem(undefined),
      (error: unknown) => this.#tellProblem(error),
    );
    return this.#queue;
  }

  #tellProblem(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#onProblem(
      `The learning record store did not take what was told (${why}). Your work is kept in this browser and is told again with your next answer. If you were away for long, open the course anew from your learning management system.`,
    );
  }
}

const noStanding: Standing = {
  percent: 0,
  tried: 0,
  solved: 0,
  total: 0,
  isComplete: false,
  hasMark: false,
  isPassed: false,
};

/** A random UUID; the browser's own function for it is there on https only. */
function newUuid(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
