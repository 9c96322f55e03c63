/**
 * Staged help. A hint may hold `{facts}` worked out from the learner's own paste; while the paste is missing or unreadable
 * the hint's `otherwise` is shown. A fact never names the answer outright before the last step.
 */
import type { DelveEvidence, Evidence as Found, Goroutine, PanicEvidence } from '../analysis/index.ts';
import { originsBy, shortName } from '../analysis/trace/index.ts';
import { readEvidence } from './evidence.ts';
import type { ExerciseCommon, Hint } from './schema.ts';
import type { EvidenceFile } from './verdict.ts';

const placeholder = /\{([a-z-]{2,40})\}/g;

/** The facts that hints may ask for, each with how it is worked out. */
const facts: Readonly<Record<string, (found: Found) => string | number | undefined>> = {
  'panic-frames': (found) => panicFrames(found).length || undefined,
  'lowest-panic-line': (found) => panicFrames(found).at(-1)?.at,
  'below-lowest-panic': (found) => belowLowestPanic(found),
  'top-frame': (found) => nameOf(crashed(found)?.frames[0]?.func),
  'own-frames': (found) => crashed(found)?.frames.filter((frame) => originsBy({})(frame) === 'own').length,
  'panic-lines': (found) => asPanic(found)?.chain.length,
  'first-panic-line': (found) => asPanic(found)?.chain[0]?.at,
  rethrows: (found) => asPanic(found)?.rethrownAt?.length,
  goroutine: (found) => crashed(found)?.id,
  goroutines: (found) => ('goroutines' in found ? found.goroutines.length : undefined),
  groups: (found) => ('groups' in found ? found.groups?.length : undefined),
  'largest-group': (found) => ('groups' in found ? found.groups?.[0]?.count : undefined),
  'stack-frames': (found) => asSession(found)?.frames.length || undefined,
  'panic-frame': (found) => framesAbove(asSession(found)?.crash),
  'frames-visited': (found) => framesVisited(asSession(found)),
};

/** The names of facts that a hint may hold in braces. */
export const hintFacts: readonly string[] = Object.keys(facts);

/**
 * Returns the text of a hint, its facts filled in from the evidence; `otherwise` where one of them is unknown.
 *
 * @throws RangeError where the exercise has no hint of that index.
 * @example await formatHint(exercise, 0, [{ source: 'paste', content: text }])
 */
export async function formatHint(
  exercise: ExerciseCommon,
  index: number,
  files: readonly EvidenceFile[],
): Promise<string> {
  const hint = exercise.hints[index];
  if (!hint) throw new RangeError(`${exercise.id} has ${exercise.hints.length} hints; ${index} is none of them`);
  if (!hint.text.includes('{')) return hint.text;
  const evidence = await readEvidence(exercise, files);
  const found = 'unreadable' in evidence ? undefined : evidence.found;
  return (found && fill(hint, found)) ?? hint.otherwise ?? hint.text;
}

function fill(hint: Hint, found: Found): string | undefined {
  const values = hintFactsIn(hint.text).map((name) => [name, facts[name]?.(found)] as const);
  if (values.some(([, value]) => value === undefined)) return undefined;
  const known = new Map(values);
  return hint.text.replace(placeholder, (_, name: string) => String(known.get(name)));
}

/** Returns the facts that a hint's text asks for. */
export function hintFactsIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map((match) => match[1] ?? '');
}

function asSession(found: Found): DelveEvidence | undefined {
  return found.kind === 'delve' ? found : undefined;
}

/** The lowest frame of the runtime's panic: the one above the failure. */
function framesAbove(crash: DelveEvidence['crash']): number | undefined {
  return crash === undefined || crash.frame === 0 ? undefined : crash.frame - 1;
}

function framesVisited(session: DelveEvidence | undefined): string | undefined {
  const frames = new Set(session?.selections.map(({ frame }) => frame));
  return frames.size === 0 ? undefined : [...frames].join(', ');
}

function asPanic(found: Found): PanicEvidence | undefined {
  return found.kind === 'panic' ? found : undefined;
}

function crashed(found: Found): Goroutine | undefined {
  if (found.kind !== 'panic' && found.kind !== 'fatal') return undefined;
  return found.goroutines.find((goroutine) => goroutine.id === found.goroutine) ?? found.goroutines[0];
}

function panicFrames(found: Found): Goroutine['frames'] {
  return crashed(found)?.frames.filter((frame) => frame.func === 'panic' || frame.func === 'runtime.gopanic') ?? [];
}

function belowLowestPanic(found: Found): string | undefined {
  const frames = crashed(found)?.frames ?? [];
  const lowest = frames.findLastIndex((frame) => frame.func === 'panic' || frame.func === 'runtime.gopanic');
  return nameOf(lowest === -1 ? undefined : frames[lowest + 1]?.func);
}

function nameOf(func: string | undefined): string | undefined {
  return func === undefined ? undefined : shortName(func);
}
