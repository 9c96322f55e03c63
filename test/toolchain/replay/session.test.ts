import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/setup/paths.ts';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, createPipe, inputOf } from '../../../src/toolchain/process/index.ts';
import { createReplay, createSession, recordedCommands } from '../../../src/toolchain/replay/index.ts';
import type { RecordedCommand, RecordedSession } from '../../../src/toolchain/replay/index.ts';

const dir = join(root, 'content/lessons/09-getting-a-core/recordings');
const ofLab = ['crash', 'gcore', 'exit', 'abort', 'room'].map((name) => `${name}-go1.26.txt`);
const recordings: readonly RecordedCommand[] = readdirSync(dir)
  .filter((file) => ofLab.includes(file))
  .map((file) => ({
    id: file,
    line: 'dash -i +m',
    output: readFileSync(join(dir, file), 'utf8'),
    exit: 0,
    go: 'go1.26.8',
    platform: 'linux/amd64',
  }));

function typeAll(session: RecordedSession, ...lines: readonly string[]): string {
  return lines
    .map((line) => {
      const answer = session.type(line);
      return answer.kind === 'output' ? answer.output : `<${answer.kind}>`;
    })
    .at(-1) as string;
}

describe('recorded sessions as one machine', () => {
  it.each([
    ['an exit leaves no core', ['./queue', 'echo $?'], /^2\n$/],
    ['an abort under a limit of 0 leaves none', ['GOTRACEBACK=crash ./queue'], /\nAborted\n$/],
    ['with both there is one', ['ulimit -c unlimited', 'GOTRACEBACK=crash ./queue'], /\nAborted \(core dumped\)\n$/],
    ['its status', ['ulimit -c unlimited', 'GOTRACEBACK=crash ./queue', 'echo $?'], /^134\n$/],
    ['the file', ['ulimit -c unlimited', 'GOTRACEBACK=crash ./queue', 'ls -sh core'], /^\d+K core\n$/],
    ['a limit alone leaves none', ['ulimit -c unlimited', './queue', 'echo $?'], /^2\n$/],
    ['the limit as it is', ['ulimit -c'], /^0\n$/],
    ['the limit as it was set', ['ulimit -c unlimited', 'ulimit -c'], /^unlimited\n$/],
    [
      'looks between',
      ['ulimit -c', 'ulimit -c unlimited', 'ulimit -c', 'cat /proc/sys/kernel/core_pattern'],
      /^core\n$/,
    ],
  ])('%s', (_, lines, output) => {
    expect(typeAll(createSession(recordings), ...lines)).toMatch(output);
  });

  it('lets a limit that comes too late change nothing of what was before', () => {
    const session = createSession(recordings);
    expect(typeAll(session, 'GOTRACEBACK=crash ./queue', 'ulimit -c unlimited', 'ls -sh core')).toBe('<too-early>');
    expect(typeAll(session, 'GOTRACEBACK=crash ./queue', 'ls -sh core')).toMatch(/K core\n$/);
  });

  it('says what must come before, and what can be typed', () => {
    const session = createSession(recordings);
    expect(session.type('gcore -o live $! 2> gdb.txt')).toEqual({
      kind: 'too-early',
      missing: ['./queue wait &', 'sleep 1'],
    });
    expect(session.type('rm core')).toEqual({ kind: 'not-recorded' });
    expect(session.open()).toContain('./queue wait &');
    expect(session.open()).not.toContain('ls live.*');
  });

  it.each(recordings.map((recording) => [recording.id, recording.output]))(
    'gives %s back when it is typed',
    (_, text) => {
      const session = createSession(recordings);
      const lines = text.split('\n').filter((line) => line.startsWith('$ ') && line !== '$ exit');
      const replayed = lines.map((line) => `${line}\n${typeAll(session, line.slice(2))}`).join('');
      expect(`${replayed}$ exit\n`).toBe(text);
    },
  );
});

function openShell(stdin = createPipe({ isTerminal: true })) {
  const [stdout, stderr] = [createCapture(), createCapture()];
  const announced: string[] = [];
  const options = {
    replay: createReplay(recordings),
    announce: ({ id }: RecordedCommand) => announced.push(id),
    isChanged: () => false,
  };
  const dash = recordedCommands(options, [], () => false).find(({ name }) => name === 'dash');
  if (dash === undefined) throw new Error('there is no dash');
  const context = { env: {}, cwd: '/', files: createFileSystem(), stdin, stdout, stderr };
  const abort = new AbortController().signal;
  const run = (...args: readonly string[]) => dash.run({ ...context, args, abort, onSignal: () => undefined });
  return { run, stdin, stdout, stderr, announced };
}

describe('a recorded shell', () => {
  it('takes lines one by one until exit, and is announced as a recording once', async () => {
    const { run, stdin, stdout, stderr, announced } = openShell();
    const ended = run();
    stdin.write('ulimit -c unlimited\nGOTRACEBACK=');
    stdin.write('crash ./queue\n\nwhoami\nexit\n');
    expect(await ended).toBe(0);
    expect(stdout.text()).toMatch(/^\$ \$ index asks [\s\S]*Aborted \(core dumped\)\n\$ \$ \$ $/);
    expect(stderr.text()).toMatch(/not recorded from here[\s\S]*ls -sh core/);
    expect(announced).toHaveLength(1);
  });

  it('ends with its input', async () => {
    const { run, stdout } = openShell(Object.assign(createPipe(), inputOf('')));
    expect(await run()).toBe(0);
    expect(stdout.text()).toBe('$ ');
  });

  it('plays a whole session when it is called as it was recorded', async () => {
    const { run, stdout } = openShell();
    await run('-i', '+m');
    expect(recordings.map(({ output }) => output)).toContain(stdout.text());
  });
});
