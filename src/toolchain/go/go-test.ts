import { resolvePath } from '../files/index.ts';
import { createCapture, inputOf } from '../process/index.ts';
import type { CommandContext, OutputStream } from '../process/index.ts';
import type { BuildFlags, Builder } from './builder.ts';
import { describeOutput } from './builder.ts';
import { toBuildFlags, toTags } from './flags.ts';
import { programName, requireRaceSet } from './go-build.ts';
import { describeVet, testVetFlags, vetUnit } from './go-vet.ts';
import type { GoPackage } from './package.ts';
import { LoadError } from './package.ts';
import { openSession } from './session.ts';
import type { GoHost, Session } from './session.ts';
import { findTargets } from './target.ts';
import type { Target } from './target.ts';
import { parseTestFlags } from './test-flags.ts';
import type { TestFlags } from './test-flags.ts';
import { createTestEvents } from './test-json.ts';
import { testMainImports, writeTestMain } from './test-main.ts';
import { externalTestUnit, testUnit } from './test-units.ts';
import type { Unit } from './unit.ts';

/** What came of making a test binary. */
type TestBinary =
  | { readonly kind: 'built'; readonly module: Uint8Array }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly how: 'setup' | 'build'; readonly messages: string };

/** `go test`: builds a test binary for each package, runs it in the package's folder and tells how it went. */
export async function goTest(
  host: GoHost,
  builder: Builder,
  context: CommandContext,
  args: readonly string[],
): Promise<number> {
  const flags = parseTestFlags(args);
  const build = toBuildFlags(flags.build);
  requireRaceSet(host, build, context.env);
  const session = openSession(host, builder, context, toTags(flags.build));
  const targets = findTargets(session.build, session.loader, context.cwd, flags.packages);
  let failed = false;
  const setupFirst = [...targets].sort((a, b) => Number(b.kind === 'error') - Number(a.kind === 'error'));
  for (const target of setupFirst) {
    const passed = flags.compileOnly
      ? await writeBinary(session, target, build, flags)
      : await testTarget(session, target, build, flags);
    failed ||= !passed;
    if (context.abort.aborted) break;
  }
  if (
    failed &&
    !flags.compileOnly &&
    !flags.json &&
    (flags.packages.length > 0 || targets.some((one) => one.kind === 'error'))
  ) {
    context.stdout.write('FAIL\n');
  }
  return failed ? 1 : 0;
}

async function testTarget(session: Session, target: Target, build: BuildFlags, flags: TestFlags): Promise<boolean> {
  const { stderr } = session.context;
  const path = target.kind === 'package' ? target.package.importPath : target.name;
  const report = createReport(session, path, flags);
  const binary = await buildBinary(session, target, build, flags);
  if (binary.kind === 'failed') {
    stderr.write(binary.messages);
    report.line(`FAIL\t${path} [${binary.how} failed]\n`);
    report.end(false, path);
    return false;
  }
  if (binary.kind === 'none') {
    report.line(`?   \t${path}\t[no test files]\n`);
    report.end(true);
    return true;
  }
  const one = target.kind === 'package' ? target.package : undefined;
  return runBinary(session, one?.directory ?? session.context.cwd, path, binary.module, report, flags);
}

/** Where the lines about one package go: straight to standard output, or as events. */
interface Report {
  line(text: string): void;
  end(passed: boolean, failedBuild?: string): void;
}

function createReport(session: Session, path: string, flags: TestFlags): Report {
  const { stdout } = session.context;
  if (!flags.json) return { line: (text) => stdout.write(text), end: () => undefined };
  const events = createTestEvents(path, (line) => stdout.write(line));
  return { line: (text) => events.write(text), end: (passed, failedBuild) => events.end(passed, failedBuild) };
}

async function buildBinary(session: Session, target: Target, build: BuildFlags, flags: TestFlags): Promise<TestBinary> {
  if (target.kind === 'error') return setupFailed(target.name, target.message);
  const one = target.package;
  try {
    if (one.testFiles.length + one.externalTestFiles.length === 0) return await checkWithoutTests(session, one, build);
    return await linkBinary(session, one, build, flags);
  } catch (error) {
    if (error instanceof LoadError) return setupFailed(one.importPath, error.message);
    throw error;
  }
}

function setupFailed(name: string, message: string): TestBinary {
  return { kind: 'failed', how: 'setup', messages: `# ${name}\n${message}\n` };
}

/** A package without tests must compile all the same. */
async function checkWithoutTests(session: Session, one: GoPackage, build: BuildFlags): Promise<TestBinary> {
  session.loader.checkCycles(one);
  const unit = session.units().ofPackage(one, true);
  const { archive, output } = await session.builder.compile(unit, build);
  const messages = describeOutput(unit, output, session.context.cwd);
  return archive === undefined ? { kind: 'failed', how: 'build', messages } : { kind: 'none' };
}

async function linkBinary(session: Session, one: GoPackage, build: BuildFlags, flags: TestFlags): Promise<TestBinary> {
  session.loader.checkCycles(one);
  const { cwd, stderr } = session.context;
  const tested = one.files.length + one.testFiles.length > 0 ? testUnit(session, one) : undefined;
  const external = one.externalTestFiles.length > 0 ? externalTestUnit(session, one, tested) : undefined;
  const main = testMainUnit(one, tested, external);
  const debugSettings = [...one.testFiles, ...one.externalTestFiles].flatMap((file) => file.debugSettings);
  const linked = await session.builder.link(main, build, { cwd, module: one.module, debugSettings });
  if (linked.module === undefined) return { kind: 'failed', how: 'build', messages: linked.output };
  stderr.write(linked.output);
  const findings = flags.vet === 'off' ? '' : await vetTests(session, [tested, external], build, flags);
  if (findings !== '') return { kind: 'failed', how: 'build', messages: findings };
  return { kind: 'built', module: linked.module };
}

function testMainUnit(one: GoPackage, tested: Unit | undefined, external: Unit | undefined): Unit {
  const source = writeTestMain(one, one.module?.path ?? '');
  const local = [
    ...(tested ? [[one.importPath, tested] as const] : []),
    ...(external ? [[external.path, external] as const] : []),
  ];
  return {
    path: 'main',
    label: `${one.importPath}.test`,
    directory: '/work',
    files: [{ path: '/work/_testmain.go', contents: source }],
    embedded: new Map(),
    embeddedFiles: [],
    language: undefined,
    std: testMainImports(source),
    local: new Map(local),
    isNamed: false,
  };
}

async function vetTests(
  session: Session,
  units: readonly (Unit | undefined)[],
  build: BuildFlags,
  flags: TestFlags,
): Promise<string> {
  const chosen = flags.vet === undefined || flags.vet === '' ? testVetFlags : vetList(flags.vet);
  const messages: string[] = [];
  for (const unit of units) {
    if (unit === undefined) continue;
    const { result, broken } = await vetUnit(session, unit, build, chosen);
    if (result !== undefined && result.status !== 0) {
      messages.push(describeVet(unit, result.stderr, session.context.cwd));
    } else if (broken !== undefined) messages.push(broken);
  }
  return messages.join('');
}

/** `-vet=all`, or names with commas between. */
function vetList(value: string): readonly string[] {
  return value === 'all' ? [] : value.split(',').map((name) => `-${name}`);
}

async function writeBinary(session: Session, target: Target, build: BuildFlags, flags: TestFlags): Promise<boolean> {
  const binary = await buildBinary(session, target, build, flags);
  const { stderr, stdout, files, cwd } = session.context;
  if (binary.kind === 'failed') {
    stderr.write(binary.messages);
    return false;
  }
  if (target.kind === 'error') return false;
  if (binary.kind === 'none') stdout.write(`?   \t${target.package.importPath}\t[no test files]\n`);
  else files.writeFile(resolvePath(cwd, flags.output ?? `${programName(target.package)}.test`), binary.module, 0o755);
  return true;
}

async function runBinary(
  session: Session,
  directory: string,
  path: string,
  module: Uint8Array,
  report: Report,
  flags: TestFlags,
): Promise<boolean> {
  // The go command looks at the output only where it keeps a copy: not in the working directory's own test.
  const keeps = flags.packages.length > 0 && !flags.streams;
  const output = createTestOutput((text) => report.line(text), !keeps || flags.showPass);
  const name = `/tmp/go-build/b001/${path.slice(path.lastIndexOf('/') + 1)}.test`;
  const started = performance.now();
  const status = await session.host.runProgram(
    { name, module },
    {
      ...session.context,
      args: ['-test.paniconexit0', ...flags.testArgs],
      cwd: directory,
      env: { ...session.context.env, PWD: directory },
      stdin: inputOf(''),
      stdout: output.stream,
      stderr: output.stream,
    },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(3);
  const kept = keeps ? output.text() : '';
  const passed = status === 0;
  // A passing package that was not watched shows only its last line.
  if (keeps && !flags.showPass && !passed) report.line(kept);
  if (!passed && kept === '') report.line(`exit status ${status}\n`);
  else if (kept !== '' && !kept.endsWith('\n') && (flags.showPass || !passed)) report.line('\n');
  report.line(lastLine(path, passed, seconds, kept, flags));
  report.end(passed);
  return passed;
}

function lastLine(path: string, passed: boolean, seconds: string, kept: string, flags: TestFlags): string {
  if (!passed) return `${flags.json ? '\x16' : ''}FAIL\t${path}\t${seconds}s\n`;
  const sawNoTests = kept.startsWith(noTests) || kept.includes(`\n${noTests}`);
  return `ok  \t${path}\t${seconds}s${sawNoTests ? ' [no tests to run]' : ''}\n`;
}

/** What a test binary printed, standard output and error in one, as the go command has it. */
interface TestOutput {
  readonly stream: OutputStream;
  text(): string;
}

const noTests = 'testing: warning: no tests to run\n';
const keptBytes = 32 * 1024 * 1024;

function createTestOutput(show: (text: string) => void, streams: boolean): TestOutput {
  const capture = createCapture(keptBytes);
  const decoder = new TextDecoder();
  return {
    stream: {
      isTerminal: false,
      write(data) {
        capture.write(data);
        if (streams) show(typeof data === 'string' ? data : decoder.decode(data, { stream: true }));
      },
    },
    text: () => capture.text(),
  };
}
