/**
 * Progress in the words of SCORM 1.2 and SCORM 2004 4th edition: elements of the run-time data model and their values.
 *
 * @see SCORM 1.2 Run-Time Environment, section 3.4; SCORM 2004 4th Edition Run-Time Environment, section 4
 */
import type { RecordedAttempt } from '../gradebook/index.ts';
import type { LmsExercise } from './launch.ts';
import type { Standing } from './progress.ts';

/** The two data models. */
export type ScormVersion = '1.2' | '2004';

/** An element of the data model and its value. */
export type ScormValue = readonly [element: string, value: string];

/** The elements that are read at launch. */
export const scormElements = {
  '1.2': {
    learnerId: 'cmi.core.student_id',
    learnerName: 'cmi.core.student_name',
    mode: 'cmi.core.lesson_mode',
    location: 'cmi.core.lesson_location',
    status: 'cmi.core.lesson_status',
    suspendData: 'cmi.suspend_data',
  },
  '2004': {
    learnerId: 'cmi.learner_id',
    learnerName: 'cmi.learner_name',
    mode: 'cmi.mode',
    location: 'cmi.location',
    status: 'cmi.success_status',
    suspendData: 'cmi.suspend_data',
  },
} as const;

/** How many characters the data model has for the text between sessions. */
export const suspendLimit: Readonly<Record<ScormVersion, number>> = { '1.2': 4096, '2004': 64_000 };

/** How many interactions a SCORM 2004 system must be able to keep; 1.2 names no number. */
export const mostInteractions = 250;

/** A session as reported. */
export interface ScormReport {
  readonly standing: Standing;
  /** The page that the learner was at, seen from the site's root. */
  readonly location: string;
  readonly suspendData: string;
  /** Whole seconds since the session began. */
  readonly seconds: number;
  /** True where the system said at launch that the learner has passed or completed before: that is never taken back. */
  readonly wasDone: boolean;
}

/**
 * Returns what a system is told about a session, in the order in which to set it.
 *
 * SCORM 1.2 has one status for two questions. It is `passed` from the mark on (`completed` where there is no mark and
 * all was tried) and `incomplete` before: whoever is below the mark can go on, so nobody is told to have failed.
 *
 * @example scormValues('1.2', report) // [['cmi.core.score.raw', '40'], …]
 */
export function scormValues(version: ScormVersion, report: ScormReport): readonly ScormValue[] {
  return version === '1.2' ? values12(report) : values2004(report);
}

function values12({ standing, location, suspendData, seconds, wasDone }: ScormReport): readonly ScormValue[] {
  const status = standing.isPassed ? 'passed' : standing.isComplete && !standing.hasMark ? 'completed' : 'incomplete';
  return [
    ['cmi.core.score.min', '0'],
    ['cmi.core.score.max', '100'],
    ['cmi.core.score.raw', String(standing.percent)],
    ...(wasDone && status === 'incomplete' ? [] : [['cmi.core.lesson_status', status] as const]),
    ['cmi.core.lesson_location', location.slice(0, 255)],
    ['cmi.suspend_data', suspendData],
    ['cmi.core.session_time', clockSpan(seconds)],
    ['cmi.core.exit', 'suspend'],
  ];
}

function values2004({ standing, location, suspendData, seconds, wasDone }: ScormReport): readonly ScormValue[] {
  return [
    ['cmi.score.min', '0'],
    ['cmi.score.max', '100'],
    ['cmi.score.raw', String(standing.percent)],
    ['cmi.score.scaled', String(Math.round(standing.percent * 100) / 10_000)],
    ['cmi.progress_measure', String(Math.floor((standing.tried / Math.max(1, standing.total)) * 10_000) / 10_000)],
    ['cmi.completion_status', standing.isComplete ? 'completed' : 'incomplete'],
    ...(standing.isPassed || !wasDone
      ? [['cmi.success_status', standing.isPassed ? 'passed' : 'unknown'] as const]
      : []),
    ['cmi.location', location.slice(0, 1000)],
    ['cmi.suspend_data', suspendData],
    ['cmi.session_time', `PT${Math.floor(seconds / 3600)}H${Math.floor(seconds / 60) % 60}M${seconds % 60}S`],
    ['cmi.exit', 'suspend'],
  ];
}

function clockSpan(seconds: number): string {
  return [Math.min(9999, Math.floor(seconds / 3600)), Math.floor(seconds / 60) % 60, seconds % 60]
    .map(twoDigits)
    .join(':');
}

const twoDigits = (value: number) => String(value).padStart(2, '0');

/**
 * Returns the elements of one attempt as the interaction of that number.
 *
 * @example scormInteraction('1.2', 0, exercise, attempt)
 */
export function scormInteraction(
  version: ScormVersion,
  index: number,
  exercise: LmsExercise,
  attempt: RecordedAttempt,
): readonly ScormValue[] {
  const at = `cmi.interactions.${index}`;
  const id = exercise.id.replaceAll('/', '.');
  const weighting = String(exercise.points);
  if (version === '1.2') {
    return [
      [`${at}.id`, id],
      [`${at}.type`, 'fill-in'],
      [`${at}.time`, clockTime(attempt.time)],
      [`${at}.weighting`, weighting],
      [`${at}.student_response`, oneLine(attempt.answer, 255)],
      [`${at}.result`, resultOf(attempt, 'wrong')],
    ];
  }
  const [type, response] = responseOf(exercise.kind, attempt.answer);
  return [
    [`${at}.id`, id],
    [`${at}.type`, type],
    [`${at}.timestamp`, `${new Date(attempt.time).toISOString().slice(0, 19)}Z`],
    [`${at}.weighting`, weighting],
    [`${at}.learner_response`, response],
    [`${at}.result`, resultOf(attempt, 'incorrect')],
    [`${at}.description`, oneLine(exercise.prompt, 250)],
  ];
}

/** What was partly right is told as the share of the points. */
function resultOf({ verdict }: RecordedAttempt, wrong: string): string {
  if (verdict.verdict === 'correct') return 'correct';
  if (verdict.verdict === 'partly') return String(Math.round((verdict.points / verdict.maxPoints) * 100) / 100);
  return wrong;
}

/** Lists of ids keep their form; every other answer is a text. */
function responseOf(kind: string, answer: string): readonly [type: string, response: string] {
  const ids = answer.split(',').filter((id) => /^[\w.-]{1,250}$/.test(id));
  const isList = ids.length > 0 && ids.length <= 36 && ids.join(',') === answer && new Set(ids).size === ids.length;
  if (kind === 'choice' && isList) return ['choice', ids.join('[,]')];
  if (kind === 'order' && isList) return ['sequencing', ids.join('[,]')];
  return ['long-fill-in', oneLine(answer, 4000)];
}

/** Not every system takes control characters or line ends in a value, and `{` at the start would name a language. */
function oneLine(text: string, most: number): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return (line.startsWith('{') ? ` ${line}` : line).slice(0, most);
}

/** Time of day on the learner's clock: SCORM 1.2 knows no time zones. */
function clockTime(millis: number): string {
  return new Date(millis).toTimeString().slice(0, 8);
}
