/**
 * `<lms-course>`: the page that a learning management system opens. It shows the course in a frame and keeps the session
 * for as long as the learner goes from page to page in it. The pages keep work in this browser as they always do; from
 * there it is told to the system, and what the system has is put there first.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  assignedSeed,
  makeSubmission,
  submissionFile,
  type Identity,
  type SubmissionFile,
} from '../gradebook/index.ts';
import {
  packageSources,
  parseLaunch,
  resume,
  standingOf,
  suspend,
  type Launch,
  type LmsCourse,
  type Suspended,
} from '../lms/index.ts';
import { keepAssignment, loadAssignments, mergeOpened } from './assignment-store.ts';
import { element } from './element.ts';
import { formatSize } from './evidence-box.ts';
import { keepSetting } from './kept-setting.ts';
import { LmsRecords } from './lms-records.ts';
import type { LmsSession, OnProblem, SessionReport } from './lms-session.ts';
import { loadRecords, onOtherTab, type ExerciseRecord } from './progress-store.ts';
import { saveFile } from './save-file.ts';

const sendDelayMillis = 150;

/** What a launch works with. */
interface Opened {
  readonly launch: Launch;
  readonly course: LmsCourse;
  readonly records: LmsRecords;
  /** Absent outside a system: then the course is there all the same, and nothing is told. */
  readonly session: LmsSession | undefined;
  readonly who: Identity;
}

class LmsCoursePage extends HTMLElement {
  #opened: Opened | undefined;
  #work: readonly ExerciseRecord[] = [];
  #location = '';
  #notice = '';
  /** What the system did not take; gone once it has. */
  #problem = '';
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  #suspended: Suspended = { text: '', withoutAnswer: 0, withoutEvidence: 0 };

  connectedCallback(): void {
    this.#part('.hand-in').addEventListener('click', () => this.#handIn());
    this.#part('.finish').addEventListener('click', () => void this.#finish());
    this.#frame.addEventListener('load', () => this.#pageChanged());
    onOtherTab((id) => void this.#workChanged(id));
    // The browser may close a hidden page without another word, as phones do.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.#send();
    });
    window.addEventListener('pagehide', () => void this.#end());
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload();
    });
    this.#open().catch((error: unknown) =>
      this.#say(`The course did not open: ${error instanceof Error ? error.message : String(error)}. Open it again.`),
    );
  }

  get #frame(): HTMLIFrameElement {
    return this.#part<HTMLIFrameElement>('iframe');
  }

  get #root(): URL {
    return new URL(document.documentElement.dataset['root'] ?? '../', location.href);
  }

  #part<Part extends HTMLElement>(selector: string): Part {
    const part = this.querySelector<Part>(selector);
    if (!part) throw new Error(`the page has no ${selector}`);
    return part;
  }

  async #open(): Promise<void> {
    const [launchFile, course] = await Promise.all([
      fetchJson(new URL(packageSources.launch, this.#root)),
      fetchJson(new URL(packageSources.course, this.#root)) as Promise<LmsCourse>,
    ]);
    const launch = parseLaunch(launchFile);
    this.#part('.loading').hidden = true;
    if (!launch) {
      this.#part('.outside').hidden = false;
      return;
    }
    const onProblem: OnProblem = (problem) => {
      this.#problem = problem ?? '';
      this.#showMessages();
    };
    const session = await openSession(launch, onProblem);
    if ('problem' in session) this.#say(`${session.problem} Nothing is reported; your work is kept in this browser.`);
    await this.#begin(launch, course, 'problem' in session ? undefined : session);
  }

  async #begin(launch: Launch, course: LmsCourse, session: LmsSession | undefined): Promise<void> {
    const name = session?.learner && databaseName(session.learner);
    if (name) {
      this.#frame.name = name;
      keepSetting('learner', name);
    }
    const asked = new Set(launch.assignment.items.map(({ exercise }) => exercise));
    const exercises = course.exercises.filter(({ id }) => asked.has(id));
    const who = session?.learner ?? { name: '' };
    const seed = launch.scope === 'assignment' ? assignedSeed(launch.assignment, who) : undefined;
    const records = new LmsRecords(exercises, launch.assignment.attempts, seed);
    await records.setVariants();
    const passPercent = session?.passPercent ?? launch.passPercent;
    const kept = resume(session?.suspendData ?? '', [...asked]);
    if ('problem' in kept)
      this.#say(`What the learning management system kept of your progress cannot be read: ${kept.problem}.`);
    await records.join('problem' in kept ? [] : kept.states);
    this.#opened = { launch: { ...launch, passPercent }, course, records, session, who };
    if (session?.isRecorded === false)
      this.#say('This is a review: you can look at everything, and nothing of it is recorded.');
    if (launch.scope === 'assignment') await this.#keepAssignment(launch, who);
    await this.#showWork();
    this.#frame.src = this.#startPage(launch, session).href;
    this.#frame.hidden = false;
    this.#part('main').hidden = true;
    this.#part('.bar').hidden = false;
  }

  async #keepAssignment({ assignment }: Launch, who: Identity): Promise<void> {
    const isNamed = assignment.identity === 'named' && who.name + (who.id ?? '') !== '';
    const learner = isNamed ? { learner: definedOnly(who) } : {};
    const kept = (await loadAssignments()).find(({ id }) => id === assignment.id);
    await keepAssignment(mergeOpened(kept, { assignment, ...learner }, Date.now()));
    keepSetting('assigned', 'yes');
  }

  /** Where the learner was, or where the work begins. */
  #startPage({ scope, assignment }: Launch, session: LmsSession | undefined): URL {
    const first = scope === 'assignment' ? `assignment/index.html#${assignment.id}` : 'index.html';
    const kept = session?.location ?? '';
    const known = URL.canParse(kept, this.#root.href) ? new URL(kept, this.#root) : undefined;
    const isOwn = kept !== '' && known?.href.startsWith(this.#root.href) === true;
    return isOwn ? known : new URL(first, this.#root);
  }

  #pageChanged(): void {
    const page = this.#frame.contentDocument;
    if (!page || !page.URL.startsWith(this.#root.href)) return;
    this.#location = page.URL.slice(this.#root.href.length);
    document.title = page.title;
    // Other sites do not let themselves be framed.
    page.addEventListener('click', (event) => {
      const link = (event.target as Element).closest?.<HTMLAnchorElement>('a[href]');
      if (link && new URL(link.href).origin !== location.origin) {
        link.target = '_blank';
        link.rel = 'noopener';
      }
    });
    this.#sendSoon();
  }

  async #workChanged(id: string): Promise<void> {
    if (!(await this.#opened?.records.update(id))) return;
    await this.#showWork();
    this.#sendSoon();
  }

  async #showWork(): Promise<void> {
    if (!this.#opened) return;
    const { launch, records, session } = this.#opened;
    this.#work = await loadRecords();
    this.#suspended = suspend([...records.states.values()], session?.suspendLimit ?? 64_000);
    const { percent, tried, solved, total } = standingOf(launch.assignment, records.states, launch.passPercent);
    const mark = launch.passPercent > 0 ? `, ${launch.passPercent} to pass` : '';
    this.#part('.standing').textContent =
      `${percent} of 100 points${mark}. ${solved} of ${total} exercises right, ${total - tried} not begun.`;
    const absent = records.countWithoutEvidence;
    const note = this.#part('.hand-in-note');
    note.hidden = absent === 0;
    note.textContent = `The evidence of ${absent === 1 ? '1 exercise' : `${absent} exercises`} is in the browser in which you gave it: make the file to hand in there, or check again here.`;
  }

  #sendSoon(): void {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = setTimeout(() => void this.#send(), sendDelayMillis);
  }

  async #send(): Promise<void> {
    clearTimeout(this.#sendTimer);
    const { session } = this.#opened ?? {};
    if (session?.isRecorded) await session.send(this.#report());
  }

  async #end(): Promise<void> {
    clearTimeout(this.#sendTimer);
    const { session } = this.#opened ?? {};
    await session?.end(this.#report());
  }

  #report(): SessionReport {
    const { launch, records } = this.#opened as Opened;
    return {
      standing: standingOf(launch.assignment, records.states, launch.passPercent),
      location: this.#location,
      suspendData: this.#suspended.text,
      interactions: records.takeInteractions(),
      submission: () => this.#submission().content,
    };
  }

  #submission(): SubmissionFile {
    const { launch, course, who } = this.#opened as Opened;
    const items = launch.assignment.items.flatMap(({ exercise }) => {
      const record = this.#work.find(({ id }) => id === exercise);
      const work = record && this.#opened?.records.counted(record);
      return work ? [{ exercise, version: work.version, attempts: work.attempts }] : [];
    });
    const { assignment } = launch;
    return submissionFile(makeSubmission({ who, assignment, courseVersion: course.version, now: Date.now(), items }));
  }

  #handIn(): void {
    const file = this.#submission();
    saveFile(file.name, file.content, 'application/json');
    this.#say(
      `${file.name}, ${formatSize(file.sizeBytes)}. ${file.problem ?? 'It holds your answers, attempts and evidence: hand it in if your class asks for it.'}`,
    );
  }

  async #finish(): Promise<void> {
    await this.#end();
    const { returnUrl } = this.#opened?.session ?? {};
    if (returnUrl !== undefined) {
      location.assign(returnUrl);
      return;
    }
    this.#frame.remove();
    this.#part('main').hidden = false;
    this.#part('.bar').hidden = true;
    this.#part('.finished').hidden = false;
    this.#part('.finished').focus();
    // A window that the system opened may be closed; any other stays.
    window.close();
  }

  /** A notice of the page itself; it stays until the next. */
  #say(notice: string): void {
    this.#notice = notice;
    this.#showMessages();
  }

  #showMessages(): void {
    const place = this.#part('.message');
    const messages = [this.#notice, this.#problem].filter((message) => message !== '');
    if (messages.join('\n') === [...place.children].map((shown) => shown.textContent).join('\n')) return;
    place.replaceChildren(...messages.map((message) => element('p', '', message)));
    place.hidden = messages.length === 0;
  }
}

async function openSession(
  { standard }: Launch,
  onProblem: OnProblem,
): Promise<LmsSession | { readonly problem: string }> {
  if (standard === 'cmi5') return (await import('./lms-cmi5.ts')).openCmi5(onProblem);
  const { openScorm } = await import('./lms-scorm.ts');
  return openScorm(standard === 'scorm12' ? '1.2' : '2004', onProblem);
}

/** Machines in classrooms are shared: each learner's work has a database of its own, which does not say whose it is. */
function databaseName({ id, email, name }: Identity): string {
  return `faultline-${bytesToHex(sha256(utf8ToBytes(id ?? email ?? name)).subarray(0, 8))}`;
}

function definedOnly({ name, email, id }: Identity): { name: string; email?: string; id?: string } {
  return { name, ...(email === undefined ? {} : { email }), ...(id === undefined ? {} : { id }) };
}

async function fetchJson(url: URL): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be loaded (${response.status})`);
  return response.json();
}

customElements.define('lms-course', LmsCoursePage);
