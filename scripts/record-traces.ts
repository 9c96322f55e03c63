/**
 * Makes the fixtures of test/fixtures/go: runs the programs there with several Go versions and writes what they print,
 * with its truth, which comes from the marks in the programs.
 *
 *   node scripts/record-traces.ts [--only=NAME] [--slow]
 *
 * Needs Go and the network once, for the toolchains. Programs are built in /home/dev/PROGRAM, so that outputs hold no
 * folder of this machine.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

const ROOT = join(import.meta.dirname, '../test/fixtures/go');
const HOME = '/home/dev';
const LIMIT_MS = 85_000;

interface CaseSpec {
  readonly kind?: string;
  readonly class?: string;
  readonly value?: string;
  readonly valueType?: string;
  readonly chain?: readonly { value: string }[];
  readonly signal?: string | Readonly<Record<string, string>>;
  readonly operands?: Readonly<Record<string, number>>;
  readonly mark?: string;
  readonly noFault?: boolean;
  readonly exit?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly versions?: readonly string[];
  readonly printedBy?: string;
  readonly slow?: boolean;
}

interface Group extends CaseSpec {
  readonly program: string;
  readonly test?: boolean;
  readonly build?: readonly string[];
  readonly suffix?: string;
  readonly cases: Readonly<Record<string, CaseSpec>>;
}

interface Source {
  readonly file: string;
  readonly program: string;
  readonly command: string;
  readonly go: string;
  readonly exit: number;
}

/** Marks `// NAME:case` of a program, as places. */
function marksOf(program: string): Map<string, { file: string; line: number }> {
  const marks = new Map<string, { file: string; line: number }>();
  const folder = join(ROOT, 'programs', program);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.go'),
  )) {
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .forEach((text, index) => {
        const mark = /\/\/ ([A-Z]+:[\w-]+)\s*$/.exec(text)?.[1];
        if (mark !== undefined) marks.set(mark, { file: name, line: index + 1 });
      });
  }
  return marks;
}

function goEnv(version: string, extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME: home, GOPROXY, GONOSUMDB, GONOSUMCHECK, GOSUMDB, GOFLAGS: _ } = process.env;
  const env = {
    PATH,
    HOME: home,
    GOPROXY,
    GONOSUMDB,
    GONOSUMCHECK,
    GOSUMDB,
    GO111MODULE: 'on',
    CGO_ENABLED: '0',
    GOTOOLCHAIN: `go${version}`,
    ...extra,
  };
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

const built = new Map<string, string | undefined>();

/** Builds a program once per version and flags; undefined with a message when this Go cannot. */
function build(group: Group, version: string): string | undefined {
  const binary = join(HOME, 'bin', `${group.program}-${version}-${group.suffix ?? 'plain'}`);
  if (built.has(binary)) return built.get(binary);
  const words = group.test === true ? ['test', '-c', '-o', binary] : ['build', '-o', binary];
  const done = spawnSync('go', [...words, ...(group.build ?? []), '.'], {
    cwd: join(HOME, group.program),
    env: goEnv(version),
    encoding: 'utf8',
  });
  built.set(binary, done.status === 0 ? binary : undefined);
  if (done.status === 0) return binary;
  process.stderr.write(`go${version} cannot build ${group.program}: ${done.stderr}\n`);
  return undefined;
}

interface Ran {
  readonly output: string;
  readonly exit: number;
}

function run(binary: string, spec: CaseSpec, group: Group, name: string): Promise<Ran> {
  const args = group.test === true ? [`-test.run=^${name}$`, ...(spec.args ?? [])] : (spec.args ?? [name]);
  return new Promise((resolve) => {
    const child = spawn(binary, args, {
      cwd: join(HOME, group.program),
      env: { PATH: process.env['PATH'], ...group.env, ...spec.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (data: Buffer): void => {
      output += data.toString();
      if (spec.signal === 'SIGQUIT' && output.includes('ready')) child.kill('SIGQUIT');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ output, exit: code ?? -1 });
    });
  });
}

function truthOf(group: Group, name: string, spec: CaseSpec, version: string, exit: number): Record<string, unknown> {
  const marks = marksOf(group.program);
  const mark = spec.mark ?? name;
  const fault = spec.noFault === true ? undefined : marks.get(`FAULT:${mark}`);
  const top = marks.get(`TOP:${mark}`);
  const created = marks.get(`CREATED:${mark}`);
  const kind = spec.kind ?? group.kind;
  return {
    schema: 1,
    kind,
    go: `go${version}`,
    program: group.program,
    exitStatus: exit,
    complete: true,
    ...(spec.class === undefined ? {} : { runtimeErrorClass: spec.class }),
    ...(spec.value === undefined ? {} : { panicValue: spec.value }),
    ...(spec.valueType === undefined ? {} : { valueType: spec.valueType }),
    ...(spec.chain === undefined ? {} : { chain: spec.chain }),
    ...(spec.operands === undefined ? {} : { operands: spec.operands }),
    ...(typeof spec.signal === 'object' ? { signal: spec.signal } : {}),
    ...(spec.printedBy === undefined ? {} : { printedBy: spec.printedBy }),
    ...(fault === undefined ? {} : { fault }),
    ...(top === undefined || kind !== 'panic' ? {} : { firstUserFrame: top }),
    ...(created === undefined || kind !== 'panic' || spec.class === 'test-timeout' ? {} : { createdBy: created }),
  };
}

async function record(group: Group, name: string, spec: CaseSpec, sources: Source[]): Promise<void> {
  for (const version of spec.versions ?? group.versions ?? []) {
    const binary = build(group, version);
    if (binary === undefined) continue;
    const { output, exit } = await run(binary, spec, group, name);
    const id = [name, group.suffix, `go${version}`].filter((part) => part !== undefined).join('-');
    const folder = join(ROOT, 'cases', id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'input.txt'), output);
    writeFileSync(
      join(folder, 'truth.json'),
      `${JSON.stringify(truthOf(group, name, spec, version, exit), undefined, 1)}\n`,
    );
    const env = Object.entries({ ...group.env, ...spec.env }).map(([key, value]) => `${key}=${value} `);
    const flags = (group.build ?? []).map((flag) => `${flag} `).join('');
    const command =
      group.test === true
        ? `${env.join('')}go test ${flags}-run '^${name}$' ${(spec.args ?? []).join(' ').replaceAll('-test.', '-')}`.trim()
        : `${env.join('')}go build ${flags}. && ${env.join('')}./${group.program} ${name}`;
    sources.push({ file: `cases/${id}`, program: `programs/${group.program}`, command, go: `go${version}`, exit });
    process.stdout.write(`${id}: exit ${exit}, ${output.length} characters\n`);
  }
}

/** Keeps the entries of cases that were not run this time. */
function writeSources(sources: readonly Source[], isWhole: boolean): void {
  const path = join(ROOT, 'SOURCES.yaml');
  const before = isWhole ? [] : (parse(readFileSync(path, 'utf8')) as readonly Source[]);
  const kept = before.filter(({ file }) => !sources.some((source) => source.file === file));
  writeFileSync(path, stringify([...kept, ...sources].toSorted((a, b) => a.file.localeCompare(b.file))));
}

async function main(args: readonly string[]): Promise<void> {
  const only = args.find((arg) => arg.startsWith('--only='))?.slice(7);
  const { groups } = parse(readFileSync(join(ROOT, 'cases.yaml'), 'utf8')) as { groups: readonly Group[] };
  mkdirSync(join(HOME, 'bin'), { recursive: true });
  const sources: Source[] = [];
  for (const group of groups) {
    rmSync(join(HOME, group.program), { recursive: true, force: true });
    cpSync(join(ROOT, 'programs', group.program), join(HOME, group.program), { recursive: true });
    for (const [name, spec] of Object.entries(group.cases)) {
      if ((only !== undefined && only !== name) || (spec.slow === true && !args.includes('--slow'))) continue;
      await record(group, name, spec, sources);
    }
  }
  writeSources(sources, only === undefined);
}

await main(process.argv.slice(2));
