/**
 * What a cmi5 package tells a learning record store: launch parameters, statements and their context.
 *
 * @see cmi5 Specification Profile for xAPI (Quartz), sections 8 to 11; xAPI 1.0.3, part two
 */
import type { Identity, RecordedAttempt } from '../gradebook/index.ts';
import type { LmsExercise } from './launch.ts';
import type { Standing } from './progress.ts';

/** What the address of a launch says. */
export interface Cmi5Launch {
  /** Of the record store, with `/` at the end. */
  readonly endpoint: string;
  /** Where the token is fetched, once. */
  readonly fetchUrl: string;
  /** The learner, as the system has it. */
  readonly actor: Readonly<Record<string, unknown>>;
  readonly registration: string;
  readonly activityId: string;
}

/**
 * Returns the launch that an address carries, or what is missing from it.
 *
 * @example parseCmi5Launch(new Map(new URLSearchParams(location.search)))
 */
export function parseCmi5Launch(parameters: ReadonlyMap<string, string>): Cmi5Launch | { readonly problem: string } {
  const names = ['endpoint', 'fetch', 'actor', 'registration', 'activityId'] as const;
  const missing = names.filter((name) => (parameters.get(name) ?? '') === '');
  if (missing.length > 0) return { problem: `the launch has no ${missing.join(', ')}` };
  const [endpoint = '', fetchUrl = '', actorText = '', registration = '', activityId = ''] = names.map((name) =>
    parameters.get(name),
  );
  if (![endpoint, fetchUrl].every((url) => /^https?:\/\//i.test(url)))
    return { problem: 'the launch names no web address to report to' };
  try {
    const actor: unknown = JSON.parse(actorText);
    if (typeof actor !== 'object' || actor === null || Array.isArray(actor)) throw new TypeError('no agent');
    return {
      endpoint: endpoint.endsWith('/') ? endpoint : `${endpoint}/`,
      fetchUrl,
      actor: actor as Cmi5Launch['actor'],
      registration,
      activityId,
    };
  } catch {
    return { problem: 'the launch does not say who the learner is' };
  }
}

/**
 * Returns whom a launch is for.
 *
 * @example learnerOf({ name: ['Ada'], account: { name: 'ada', homePage: 'https://lms.example' } }).id // 'ada'
 */
export function learnerOf(actor: Cmi5Launch['actor']): Identity {
  const account = (actor['account'] ?? {}) as { readonly name?: unknown };
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  // cmi5 writes the name as a list, xAPI as a text.
  const name = text(Array.isArray(actor['name']) ? (actor['name'] as unknown[])[0] : actor['name']) ?? '';
  const email = text(actor['mbox'])?.replace(/^mailto:/i, '');
  const id = text(account.name);
  return { name, ...(email === undefined ? {} : { email }), ...(id === undefined ? {} : { id }) };
}

/** What the system leaves for the content in its state `LMS.LaunchData`. */
export interface Cmi5LaunchData {
  readonly contextTemplate: Readonly<Record<string, unknown>>;
  readonly launchMode: string;
  /** 0 to 1. */
  readonly masteryScore?: number | undefined;
  readonly returnUrl?: string | undefined;
}

/**
 * Returns the launch data in a state document; what it does not say is as in a plain launch.
 *
 * @example parseLaunchData(await response.json()).launchMode // 'Normal'
 */
export function parseLaunchData(value: unknown): Cmi5LaunchData {
  const data = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const template = data['contextTemplate'];
  const { masteryScore, returnURL } = data;
  return {
    contextTemplate: (typeof template === 'object' && template !== null ? template : {}) as Record<string, unknown>,
    launchMode: typeof data['launchMode'] === 'string' ? data['launchMode'] : 'Normal',
    ...(typeof masteryScore === 'number' ? { masteryScore } : {}),
    ...(typeof returnURL === 'string' && /^https?:\/\//i.test(returnURL) ? { returnUrl: returnURL } : {}),
  };
}

/** An xAPI statement. */
export type Statement = Readonly<Record<string, unknown>>;

/** What every statement of a session shares. */
export interface StatementBasis {
  readonly launch: Cmi5Launch;
  readonly data: Cmi5LaunchData;
  /** A UUID of its own. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The statements that cmi5 itself defines and this course makes. It tells nobody to have failed: who is below can go on. */
export type Cmi5Verb = 'initialized' | 'completed' | 'passed' | 'terminated';

const verbs = {
  initialized: 'http://adlnet.gov/expapi/verbs/initialized',
  completed: 'http://adlnet.gov/expapi/verbs/completed',
  passed: 'http://adlnet.gov/expapi/verbs/passed',
  terminated: 'http://adlnet.gov/expapi/verbs/terminated',
  answered: 'http://adlnet.gov/expapi/verbs/answered',
  progressed: 'http://adlnet.gov/expapi/verbs/progressed',
} as const;

const category = 'https://w3id.org/xapi/cmi5/context/categories/';
const masteryExtension = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';
const progressExtension = 'https://w3id.org/xapi/cmi5/result/extensions/progress';

/**
 * Returns one of the statements that cmi5 defines.
 *
 * @param seconds how long the session has lasted
 * @example cmi5Statement('initialized', basis, standing, 0)
 */
export function cmi5Statement(verb: Cmi5Verb, basis: StatementBasis, standing: Standing, seconds: number): Statement {
  const duration = { duration: `PT${Math.max(0, Math.round(seconds))}S` };
  const results = {
    initialized: undefined,
    completed: { completion: true, ...duration },
    passed: { success: true, score: { scaled: scaled(standing) }, ...duration },
    terminated: duration,
  };
  const result = results[verb];
  const movesOn = verb === 'completed' || verb === 'passed';
  const { masteryScore } = basis.data;
  return {
    ...statement(verb, basis, {
      categories: movesOn ? ['cmi5', 'moveon'] : ['cmi5'],
      extensions: verb === 'passed' && masteryScore !== undefined ? { [masteryExtension]: masteryScore } : {},
    }),
    ...(result === undefined ? {} : { result }),
  };
}

/**
 * Returns how far the learner is: a statement that cmi5 allows, for systems that draw it.
 *
 * @example progressStatement(basis, standing)
 */
export function progressStatement(basis: StatementBasis, standing: Standing): Statement {
  const progress = Math.floor((standing.tried / Math.max(1, standing.total)) * 100);
  return {
    ...statement('progressed', basis, { categories: [], extensions: {} }),
    result: { score: { scaled: scaled(standing) }, extensions: { [progressExtension]: progress } },
  };
}

/**
 * Returns one attempt at an exercise as a statement that cmi5 allows.
 *
 * @example answerStatement(basis, exercise, attempt)
 */
export function answerStatement(basis: StatementBasis, exercise: LmsExercise, attempt: RecordedAttempt): Statement {
  const { points, maxPoints, verdict } = attempt.verdict;
  return {
    ...statement('answered', { ...basis, now: attempt.time }, { categories: [], extensions: {} }),
    object: {
      objectType: 'Activity',
      id: `${basis.launch.activityId}${basis.launch.activityId.includes('#') ? '/' : '#'}${exercise.id}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'long-fill-in',
        description: { 'en-US': exercise.prompt },
      },
    },
    result: {
      response: attempt.answer,
      success: verdict === 'correct',
      score: {
        scaled: maxPoints > 0 ? Math.round((points / maxPoints) * 1000) / 1000 : 0,
        raw: points,
        min: 0,
        max: maxPoints,
      },
    },
  };
}

const scaled = ({ percent }: Standing) => Math.round(percent * 100) / 10_000;

interface ContextParts {
  readonly categories: readonly string[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** The template of the system is kept whole, and what the statement needs comes to it. */
function statement(
  verb: keyof typeof verbs,
  { launch, data, id, now }: StatementBasis,
  parts: ContextParts,
): Statement {
  const template = data.contextTemplate as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const activities = template['contextActivities'] ?? {};
  const given = Array.isArray(activities['category']) ? (activities['category'] as unknown[]) : [];
  const added = parts.categories.map((name) => ({ objectType: 'Activity', id: category + name }));
  const categories = [...given, ...added];
  return {
    id,
    actor: launch.actor,
    verb: { id: verbs[verb], display: { 'en-US': verb } },
    object: { objectType: 'Activity', id: launch.activityId },
    context: {
      ...template,
      registration: launch.registration,
      contextActivities: { ...activities, ...(categories.length === 0 ? {} : { category: categories }) },
      extensions: { ...template['extensions'], ...parts.extensions },
    },
    timestamp: new Date(now).toISOString(),
  };
}
