import { resolvePath } from '../files/index.ts';
import { signalNumbers } from '../process/index.ts';
import type { CommandContext, Signal } from '../process/index.ts';
import type { BuildFlags } from './builder.ts';
import { describeOutput } from './builder.ts';
import { buildFlags, parseFlags, toBuildFlags, toTags, UsageError } from './flags.ts';
import type { FlagSet, ParsedFlags } from './flags.ts';
import type { GoPackage } from './package.ts';
import { LoadError } from './package.ts';
import { openSession } from './session.ts';
import type { GoHost, Session } from './session.ts';
import type { Builder } from './builder.ts';
import { findTargets } from './target.ts';
import type { Target } from './target.ts';

const buildSet: FlagSet = {
  command: 'build',
  usage: '[-o output] [build flags] [packages]',
  flags: { ...buildFlags, o: 'value' },
};

const runSet: FlagSet = {
  command: 'run',
  usage: '[build flags] [-exec xprog] package [arguments...]',
  flags: { ...buildFlags, exec: 'value' },
};

const executableMode = 0o755;

/** As syscall.Signal prints them on Linux. */
const signalWords: Readonly<Record<Signal, string>> = {
  INT: 'interrupt',
  QUIT: 'quit',
  KILL: 'killed',
  TERM: 'terminated',
};

/** `go build`: compiles packages, and writes the program when the package is main and the only one. */
export async function goBuild(
  host: GoHost,
  builder: Builder,
  context: CommandContext,
  args: readonly string[],
): Promise<number> {
  const parsed = parseFlags(args, buildSet);
  const session = openSession(host, builder, context, toTags(parsed));
  const packages = targetPackages(session, parsed.words);
  const only = packages.length === 1 ? packages[0] : undefined;
  const output = parsed.values.get('o');
  let status = 0;
  for (const one of packages) {
    requireFiles(one);
    const writes = one.name === 'main' && (only !== undefined || output !== undefined);
    const built = writes ? await linkPackage(session, one, parsed) : await compileOnly(session, one, parsed);
    if (built === undefined) status = 1;
    else if (writes) writeProgram(context, programPath(context, one, output), built);
  }
  return status;
}

/** `go run`: links a program in a temporary place and runs it; its exit status is told, and 1 returned instead. */
export async function goRun(
  host: GoHost,
  builder: Builder,
  context: CommandContext,
  args: readonly string[],
): Promise<number> {
  const parsed = parseFlags(args, runSet);
  const fileCount = parsed.words.findIndex((word) => !word.endsWith('.go'));
  const count = fileCount === 0 ? 1 : fileCount < 0 ? parsed.words.length : fileCount;
  if (count === 0) throw new LoadError('go: no go files listed');
  const words = parsed.words.slice(0, count);
  const testFile = words.find((word) => word.endsWith('_test.go'));
  if (testFile !== undefined) throw new LoadError(`go: cannot run *_test.go files (${testFile})`);
  const session = openSession(host, builder, context, toTags(parsed));
  const packages = targetPackages(session, words);
  const one = packages[0];
  if (one === undefined) throw new LoadError(`go: no packages loaded from ${words[0]}`);
  if (packages.length > 1) throw new LoadError(`go: pattern ${words[0]} matches multiple packages`);
  requireFiles(one);
  if (one.name !== 'main') throw new LoadError(`package ${one.importPath} is not a main package`);
  const module = await linkPackage(session, one, parsed);
  if (module === undefined) return 1;
  const name = `/tmp/go-build/b001/exe/${programName(one)}`;
  let received: Signal | undefined;
  const onSignal: CommandContext['onSignal'] = (handler) =>
    context.onSignal((signal) => {
      received = signal;
      return handler(signal);
    });
  const status = await host.runProgram({ name, module }, { ...context, onSignal, args: parsed.words.slice(count) });
  if (status !== 0) context.stderr.write(`${describeExit(status, received)}\n`);
  return status === 0 ? 0 : 1;
}

/** How `go run` tells the end of a program, in the words of os.ProcessState. */
function describeExit(status: number, received: Signal | undefined): string {
  const isBySignal = received !== undefined && status === 128 + signalNumbers[received];
  return isBySignal ? `signal: ${signalWords[received]}` : `exit status ${status}`;
}

/** The packages that a command names. @throws LoadError with the messages of those that cannot be had. */
export function targetPackages(session: Session, words: readonly string[]): readonly GoPackage[] {
  const targets = findTargets(session.build, session.loader, session.context.cwd, words);
  const messages = new Set(targets.flatMap((target) => messageOf(session, target)));
  if (messages.size > 0) throw new LoadError([...messages].join('\n'));
  return targets.flatMap((target) => (target.kind === 'package' ? [target.package] : []));
}

function messageOf(session: Session, target: Target): readonly string[] {
  if (target.kind === 'error') return [target.message];
  try {
    session.loader.checkCycles(target.package);
    return [];
  } catch (error) {
    if (error instanceof LoadError) return [error.message];
    throw error;
  }
}

function requireFiles(one: GoPackage): void {
  if (one.files.length > 0) return;
  throw new LoadError(`${one.importPath}: no non-test Go files in ${one.directory}`);
}

async function compileOnly(session: Session, one: GoPackage, parsed: ParsedFlags): Promise<Uint8Array | undefined> {
  const unit = session.units().ofPackage(one, true);
  const { archive, output } = await session.builder.compile(unit, toBuildFlags(parsed));
  session.context.stderr.write(describeOutput(unit, output, session.context.cwd));
  return archive;
}

async function linkPackage(session: Session, one: GoPackage, parsed: ParsedFlags): Promise<Uint8Array | undefined> {
  const flags: BuildFlags = toBuildFlags(parsed);
  requireRaceSet(session.host, flags, session.context.env);
  const { cwd, stderr } = session.context;
  const { module } = one;
  const debugSettings = one.files.flatMap((file) => file.debugSettings);
  const main = session.units().ofPackage(one, true);
  const linked = await session.builder.link(main, flags, { cwd, module, debugSettings });
  stderr.write(linked.output);
  return linked.module;
}

/** @throws UsageError when `-race` is asked for where the go command refuses it, or the packages were not built. */
export function requireRaceSet(host: GoHost, flags: BuildFlags, env: Readonly<Record<string, string>>): void {
  if (!flags.race) return;
  if (env['CGO_ENABLED'] === '0') {
    throw new UsageError('go: -race requires cgo; enable cgo by setting CGO_ENABLED=1');
  }
  if (host.manifest.race !== undefined) return;
  throw new UsageError('go: -race needs std built for the race detector, which this site was built without');
}

/** The name that the go command gives a program: of its folder, or of the first file named. */
export function programName(one: GoPackage): string {
  const path = one.importPath === 'command-line-arguments' ? (one.files[0]?.name ?? 'main') : one.importPath;
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.go$/, '');
}

function programPath(context: CommandContext, one: GoPackage, output: string | undefined): string {
  const path = resolvePath(context.cwd, output ?? programName(one));
  const isFolder = output?.endsWith('/') || context.files.stat(path)?.kind === 'directory';
  return isFolder ? `${path}/${programName(one)}` : path;
}

function writeProgram(context: CommandContext, path: string, module: Uint8Array): void {
  const failed = context.files.writeFile(path, module, executableMode);
  if (failed !== undefined) throw new LoadError(`go: writing ${path}: ${failed}`);
}
