/** What a package asks its learners to do: schema `faultline.launch/1`, the file that tells packages of one site apart. */
import type { ExerciseCommon } from '../exercises/index.ts';
import { forLearner, parseAssignment, type Assignment } from '../gradebook/index.ts';

/** The agreements between content and learning management system that a package can be made for. */
export const lmsStandards = ['scorm12', 'scorm2004', 'cmi5'] as const;

/** One of them. */
export type LmsStandard = (typeof lmsStandards)[number];

/** An exercise as far as a package needs it. */
export interface LmsExercise {
  /** `LESSON/EXERCISE`. */
  readonly id: string;
  readonly version: number;
  readonly points: number;
  /** Its kind of answer, such as `choice`. */
  readonly kind: string;
  /** Where its evidence comes from; `none`: it asks for none. */
  readonly evidence: ExerciseCommon['evidence'];
  /** Its program can be varied. */
  readonly hasVariants: boolean;
  /** The question, in one line of Markdown. */
  readonly prompt: string;
}

/** The course of a site. */
export interface LmsCourse {
  readonly version: string;
  readonly title: string;
  readonly description: string;
  /** In the order of the course. */
  readonly exercises: readonly LmsExercise[];
}

/** What is launched. */
export interface Launch {
  readonly schema: 'faultline.launch/1';
  readonly standard: LmsStandard;
  /** `course`: everything may be done, and the package opens the course; `assignment`: it opens what is asked. */
  readonly scope: 'course' | 'assignment';
  /** What counts. For a whole course: every exercise with its own points. */
  readonly assignment: Assignment;
  /** From how many percent of the points a learner has passed; 0: nobody passes or fails, the work is done once all is tried. */
  readonly passPercent: number;
}

/** What is asked of a package. */
export interface LaunchWish {
  readonly standard: LmsStandard;
  /** Absent: the whole course. */
  readonly assignment?: Assignment | undefined;
  /** 0 to 100. */
  readonly passPercent: number;
  /** For cmi5: the address at which the package's files are hosted, with `/` at the end. Absent: by the system itself. */
  readonly hostedAt?: string | undefined;
  /** For cmi5: the origin of the learning record store. Absent: any that launches the package over https. */
  readonly recordStore?: string | undefined;
}

/**
 * Returns what a package of this course launches.
 *
 * @example makeLaunch(course, { standard: 'scorm12', passPercent: 80 }).scope // 'course'
 */
export function makeLaunch(course: LmsCourse, { standard, assignment, passPercent }: LaunchWish): Launch {
  return {
    schema: 'faultline.launch/1',
    standard,
    scope: assignment === undefined ? 'course' : 'assignment',
    // Every learner can read a package: the extensions of single ones stay out.
    assignment: assignment === undefined ? wholeCourse(course) : forLearner(assignment),
    passPercent,
  };
}

/** The course as an assignment that is never late. */
function wholeCourse({ title, exercises }: LmsCourse): Assignment {
  return {
    schema: 'faultline.assignment/1',
    id: 'whole-course',
    version: 1,
    title,
    message: '',
    items: exercises.map(({ id, points }) => ({ exercise: id, points })),
    timeZone: 'UTC',
    late: { kind: 'accept' },
    hints: true,
    solutions: true,
    variants: 'same',
    identity: 'named',
    extensions: [],
  };
}

/**
 * Returns what a package's launch file asks for, or undefined where it is that of a site outside any package.
 *
 * @example parseLaunch(await response.json())?.standard
 */
export function parseLaunch(value: unknown): Launch | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { schema, standard, scope, assignment, passPercent } = value as Partial<Record<keyof Launch, unknown>>;
  const known = lmsStandards.find((name) => name === standard);
  if (schema !== 'faultline.launch/1' || known === undefined) return undefined;
  const read = parseAssignment(JSON.stringify(assignment));
  if ('problem' in read) return undefined;
  return {
    schema,
    standard: known,
    scope: scope === 'assignment' ? 'assignment' : 'course',
    assignment: read.assignment,
    passPercent: typeof passPercent === 'number' ? Math.min(100, Math.max(0, passPercent)) : 0,
  };
}

/**
 * Returns the address at which a package's files are hosted, as {@link LaunchWish} takes it: with `/` at the end, without
 * query and fragment.
 *
 * @param address a whole web address
 * @throws TypeError where it is none
 * @example hostAddress('https://example.org/course') // 'https://example.org/course/'
 */
export function hostAddress(address: string): string {
  const [plain = ''] = new URL(address).href.split(/[?#]/);
  return plain.endsWith('/') ? plain : `${plain}/`;
}
