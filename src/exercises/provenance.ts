/** Where a paste comes from: the lesson's own recording, another program than the lab, or cut off. */
import type { Evidence as Found, Goroutine } from '../analysis/index.ts';
import { originsBy, packageOf, shortName } from '../analysis/trace/index.ts';
import { askFor, type Picked, type ReadFile } from './paste.ts';
import { isPlayed } from './played.ts';
import { findSample } from './fingerprint.ts';
import type { ExerciseCommon, ProgramSeal } from './schema.ts';
import { declaredName } from './sites.ts';
import type { Finding } from './verdict.ts';

/**
 * Returns why the paste can't be the evidence asked for: a lesson's sample, another program's output, or cut where it
 * matters. Undefined where nothing speaks against it.
 */
export function findProvenanceProblem(
  exercise: ExerciseCommon,
  files: readonly ReadFile[],
  picked: readonly Picked[],
): Finding | undefined {
  return (
    findLessonSample(exercise, files) ??
    findOtherProgram(exercise, picked) ??
    picked.map((one) => findCut(exercise, one)).find((finding) => finding !== undefined)
  );
}

function findLessonSample(exercise: ExerciseCommon, files: readonly ReadFile[]): Finding | undefined {
  if (exercise.evidence !== 'own') return undefined;
  for (const file of files.filter((one) => !isPlayed(one))) {
    const hit = findSample(file.text, exercise.samples);
    if (hit) {
      const message = `This is the lesson's own recording \`${hit.name}\`: the addresses and paths are the same. ${askFor(exercise)}`;
      return { id: 'lesson-sample', misconception: 'lesson-sample', message, at: hit.at };
    }
  }
  return undefined;
}

function findOtherProgram(exercise: ExerciseCommon, picked: readonly Picked[]): Finding | undefined {
  const program = exercise.program;
  if (!program) return undefined;
  for (const { found } of picked) {
    const own = ownFunctions(found);
    if (
      own.length === 0 ||
      own.some(({ func }) => isOfProgram(func, program) && program.functions.includes(declaredName(func)))
    )
      continue;
    const [first] = own;
    const wanted = program.functions
      .slice(0, 3)
      .map((name) => `\`${name}\``)
      .join(', ');
    const message = `This trace is of another program: it runs \`${shortName(first?.func ?? '')}\`, and the lab (module \`${program.module}\`) has ${wanted}. ${askFor(exercise)}`;
    return {
      id: 'other-program',
      misconception: 'other-program',
      message,
      ...(first?.at === undefined ? {} : { at: first.at }),
    };
  }
  return undefined;
}

interface OwnFunction {
  readonly func: string;
  readonly at?: number;
}

function ownFunctions(found: Found): readonly OwnFunction[] {
  const originOf = originsBy({});
  return goroutinesOf(found)
    .flatMap((goroutine) => goroutine.frames)
    .filter((frame) => originOf(frame) === 'own');
}

function goroutinesOf(found: Found): readonly Goroutine[] {
  return found.kind === 'panic' || found.kind === 'fatal' || found.kind === 'dump' ? found.goroutines : [];
}

/** A cut matters where the fact asked for is gone with it; the grader of the kind looks again at what it needs. */
function findCut(exercise: ExerciseCommon, { found }: Picked): Finding | undefined {
  const isCrash = found.kind === 'panic' || found.kind === 'fatal';
  if (!isCrash || found.complete) return undefined;
  const lacks =
    found.kind === 'panic' && found.chain.length === 0
      ? 'its head'
      : found.goroutines.length === 0
        ? 'the goroutine'
        : found.fault === undefined
          ? 'the frames that matter'
          : undefined;
  if (lacks === undefined) return undefined;
  return {
    id: 'cut-paste',
    misconception: 'cut-paste',
    message: `This paste is cut: ${lacks} is missing. ${askFor(exercise)}`,
    at: found.span.to,
  };
}

/** True where the function's package can be the lab's: `main`, files given to the go tool, or its module. */
function isOfProgram(func: string, program: ProgramSeal): boolean {
  const path = packageOf(func);
  return (
    path === 'main' ||
    path.startsWith('command-line-arguments') ||
    path === program.module ||
    path.startsWith(`${program.module}/`) ||
    path === `${program.module}_test`
  );
}
