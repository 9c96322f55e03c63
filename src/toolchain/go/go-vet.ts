import { displayPath } from '../files/index.ts';
import type { CommandContext } from '../process/index.ts';
import type { BuildFlags, Builder } from './builder.ts';
import { describeOutput, shortenPaths } from './builder.ts';
import { buildFlags, parseFlags, toBuildFlags, toTags } from './flags.ts';
import type { FlagSet, ParsedFlags } from './flags.ts';
import { targetPackages } from './go-build.ts';
import type { GoPackage } from './package.ts';
import { openSession } from './session.ts';
import type { GoHost, Session } from './session.ts';
import { externalTestUnit, testUnit } from './test-units.ts';
import { exportPath } from './tool.ts';
import type { ToolResult } from './tool.ts';
import type { Unit } from './unit.ts';

/** The checks of vet, each a flag that turns it on alone, or off with `=false`. */
const analyzers =
  'appends asmdecl assign atomic bool bools buildtag buildtags cgocall composites copylocks defers directive errorsas framepointer hostport httpresponse ifaceassert loopclosure lostcancel methods nilfunc printf rangeloops shift sigchanyzer slog stdmethods stdversion stringintconv structtag structtags testinggoroutine tests timeformat unmarshal unreachable unsafeptr unusedresult waitgroup'.split(
    ' ',
  );

const vetSet: FlagSet = {
  command: 'vet',
  usage: '[build flags] [-vettool prog] [vet flags] [packages]',
  flags: {
    ...buildFlags,
    c: 'value',
    ...Object.fromEntries(analyzers.map((name) => [name, 'switch'] as const)),
    'printf.funcs': 'value',
    'unusedresult.funcs': 'value',
    'unusedresult.stringmethods': 'value',
  },
};

/** The checks that `go test` runs before every test: only those that are nearly always right. */
export const testVetFlags =
  '-atomic -bool -buildtags -directive -errorsas -ifaceassert -nilfunc -printf -slog -stringintconv -tests'.split(' ');

/** One finding of vet, as its `-json` says it. */
interface Finding {
  readonly posn: string;
  readonly message: string;
}

/** `go vet`: findings on standard error, sorted by position; 1 when there are any. */
export async function goVet(
  host: GoHost,
  builder: Builder,
  context: CommandContext,
  args: readonly string[],
): Promise<number> {
  const parsed = parseFlags(args, vetSet);
  const session = openSession(host, builder, context, toTags(parsed));
  const asJson = parsed.values.get('json') === 'true';
  const flags = [...vetFlagsOf(parsed), '-json'];
  let status = 0;
  for (const one of targetPackages(session, parsed.words)) {
    for (const unit of vettedUnits(session, one)) {
      const { result, broken } = await vetUnit(session, unit, toBuildFlags(parsed), flags);
      if (broken !== undefined || result === undefined || result.status !== 0) {
        context.stderr.write(broken ?? describeVet(unit, result?.stderr ?? '', context.cwd));
        status = 1;
      } else if (asJson) context.stdout.write(result.stdout);
      else if (printFindings(context, new TextDecoder().decode(result.stdout)) > 0) status = 1;
    }
  }
  return status;
}

function vetFlagsOf(parsed: ParsedFlags): readonly string[] {
  return parsed.all
    .filter(([name]) => analyzers.includes(name) || name.includes('.'))
    .map(([name, value]) => `-${name}=${value}`);
}

/** A package is looked at with its tests; its external tests are a package of their own. */
function vettedUnits(session: Session, one: GoPackage): readonly Unit[] {
  const own = one.files.length + one.testFiles.length > 0 ? [testUnit(session, one)] : [];
  return one.externalTestFiles.length > 0 ? [...own, externalTestUnit(session, one, own[0])] : own;
}

/** What vet says of a unit; `broken` has the compiler's messages when something it imports does not compile. */
export interface Vetted {
  readonly result: ToolResult | undefined;
  readonly broken: string | undefined;
}

const factsFile = '/work/vet.out';

/** Runs vet on one unit, with what it learned of the local packages that the unit imports. */
export async function vetUnit(
  session: Session,
  unit: Unit,
  build: BuildFlags,
  flags: readonly string[],
  factsOnly = false,
): Promise<Vetted> {
  const imports: { path: string; archive: Uint8Array; facts: Uint8Array | undefined }[] = [];
  for (const [path, below] of unit.local) {
    const { archive, output } = await session.builder.compile(below, build);
    if (archive === undefined) return { result: undefined, broken: describeOutput(below, output, session.context.cwd) };
    const { result } = await vetUnit(session, below, build, flags, true);
    imports.push({ path, archive, facts: result?.outputs[0] });
  }
  const result = await session.host.runTool({
    tool: 'vet',
    args: [...(factsOnly ? [] : flags), '/work/vet.cfg'],
    cwd: unit.directory,
    files: [
      ...unit.files.map((file) => [file.path, file.contents] as const),
      ...imports.map(({ archive }, index) => [`/work/import/${index}.a`, archive] as const),
      ...imports.flatMap(({ facts }, index) => (facts ? [[`/work/import/${index}.vetx`, facts] as const] : [])),
      ['/work/vet.cfg', JSON.stringify(vetConfig(unit, imports, session.build.release, factsOnly))],
    ],
    exports: unit.std,
    objects: [],
    race: false,
    outputs: [factsFile],
  });
  return { result, broken: undefined };
}

function vetConfig(
  unit: Unit,
  imports: readonly { path: string; facts: Uint8Array | undefined }[],
  release: string,
  factsOnly: boolean,
): Readonly<Record<string, unknown>> {
  const packageFiles = [
    ...unit.std.map((path) => [path, exportPath(path)] as const),
    ...imports.map(({ path }, index) => [path, `/work/import/${index}.a`] as const),
  ];
  const facts = imports.flatMap(({ path, facts: known }, index) =>
    known ? [[path, `/work/import/${index}.vetx`] as const] : [],
  );
  return {
    ID: unit.path,
    Compiler: 'gc',
    Dir: unit.directory,
    ImportPath: unit.path,
    GoVersion: unit.language ?? release.replace(/^(go\d+\.\d+).*/, '$1'),
    GoFiles: unit.files.map((file) => file.path),
    ImportMap: Object.fromEntries([...packageFiles.map(([path]) => [path, path]), ['unsafe', 'unsafe']]),
    PackageFile: Object.fromEntries(packageFiles),
    Standard: Object.fromEntries(unit.std.map((path) => [path, true])),
    PackageVetx: Object.fromEntries(facts),
    VetxOnly: factsOnly,
    VetxOutput: factsFile,
  };
}

/** What the go command prints of vet's own messages. */
export function describeVet(unit: Unit, output: string, cwd: string): string {
  return output === '' ? '' : `# ${unit.path}\n# [${unit.path}]\n${shortenPaths(output, unit.directory, cwd)}`;
}

/** Prints `file:line:column: message` lines; returns how many. */
function printFindings(context: CommandContext, json: string): number {
  const tree = JSON.parse(json === '' ? '{}' : json) as Record<string, Record<string, readonly Finding[] | object>>;
  const findings = Object.values(tree).flatMap((byCheck) =>
    Object.values(byCheck).flatMap((found) => (Array.isArray(found) ? (found as readonly Finding[]) : [])),
  );
  for (const { posn, message } of [...findings].sort((a, b) => comparePositions(a.posn, b.posn))) {
    context.stderr.write(`${displayPath(context.cwd, posn)}: ${message}\n`);
  }
  return findings.length;
}

function comparePositions(a: string, b: string): number {
  const [left, right] = [splitPosition(a), splitPosition(b)];
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

function splitPosition(position: string): { file: string; line: number; column: number } {
  const [, file = position, line, column] = /^(.*):(\d+):(\d+)$/.exec(position) ?? [];
  return { file, line: Number(line ?? 0), column: Number(column ?? 0) };
}
