/** The lines of the races in a report, as an editor marks them. */
import { shortName } from '../analysis/trace/index.ts';
import type { Evidence, RaceAccess, RaceEvidence } from '../analysis/index.ts';
import type { CodeProblem } from '../sandbox/index.ts';
import type { DataRace } from '../toolchain/race/index.ts';
import { fileName } from './trace-marks.ts';

/** A line of a race in a file of the lab. */
export interface RaceLine extends CodeProblem {
  readonly access: 'read' | 'write';
}

/** Returns the accesses that lie in `folder`, each place once; of each, what it does and where the other one is. */
export function raceLines(evidence: readonly Evidence[], folder: string): readonly RaceLine[] {
  const lines = evidence.flatMap((one) => (one.kind === 'race' ? linesOf(one, folder) : []));
  const places = Map.groupBy(lines, ({ file, line, access }) => `${file}:${line} ${access}`);
  return [...places.values()].flatMap(([first]) => first ?? []);
}

function linesOf({ accesses }: RaceEvidence, folder: string): readonly RaceLine[] {
  return accesses.flatMap((access, index) => {
    const { site, op } = access;
    const other = accesses[1 - index];
    if (op === undefined || site?.file === undefined || site.line === undefined) return [];
    if (!site.file.startsWith(`${folder}/`)) return [];
    const file = site.file.slice(folder.length + 1);
    const message = `Data race: ${op} by ${goroutineOf(access)}.${other === undefined ? '' : ` Nothing orders it against the ${wordsOf(other)}.`}`;
    return [{ file, line: site.line, column: undefined, message, access: op }];
  });
}

function goroutineOf({ goroutine }: RaceAccess): string {
  if (goroutine === undefined) return 'a goroutine';
  return goroutine === 'main' ? 'the main goroutine' : `goroutine ${goroutine}`;
}

function wordsOf(access: RaceAccess): string {
  const { op = 'access', site } = access;
  if (site?.file === undefined) return `${op} by ${goroutineOf(access)}`;
  return `${op} at ${fileName(site.file)}:${site.line ?? '?'} in ${shortName(site.func)}`;
}

/** The lines of a race that the page's own detector found. */
export function accessLines({ current, previous }: DataRace, folder: string): readonly RaceLine[] {
  return [current, previous].flatMap(({ op, stack, goroutine }) => {
    const frame = stack.find(({ file }) => file.startsWith(`${folder}/`));
    if (frame === undefined) return [];
    const message = `Data race: ${op} by ${goroutine === 1 ? 'the main goroutine' : `goroutine ${goroutine}`}.`;
    return [{ file: frame.file.slice(folder.length + 1), line: frame.line, column: undefined, message, access: op }];
  });
}
