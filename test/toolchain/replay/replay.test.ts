import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, createProcessTable } from '../../../src/toolchain/process/index.ts';
import { createReplay, normalizeLine, recordedCommands, recordedLine } from '../../../src/toolchain/replay/index.ts';
import type { RecordedCommand } from '../../../src/toolchain/replay/index.ts';
import { createShell, loadBash } from '../../../src/toolchain/shell/index.ts';

const made = { go: 'go1.26.8', platform: 'linux/amd64' };
const session: readonly RecordedCommand[] = [
  { id: 'run.txt', line: 'go run .', output: 'panic: old\n', exit: 1, ...made, go: 'go1.9.7' },
  { id: 'run2.txt', line: 'go run .', output: 'panic: boom\nexit status 2\n', exit: 1, ...made },
  { id: 'all.txt', line: 'GOTRACEBACK=all go run .', output: 'all\n', exit: 1, ...made },
  {
    id: 'dump.txt',
    line: './stuck',
    output: 'SIGQUIT: quit\n',
    exit: 2,
    ...made,
    after: ['go build -o stuck .'],
    signal: 'QUIT',
  },
  { id: 'one.txt', line: 'curl -s localhost:6060/', output: 'first\n', exit: 0, ...made },
  { id: 'two.txt', line: 'curl -s localhost:6060/', output: 'second\n', exit: 0, ...made },
  { id: 'core.txt', line: 'ulimit -c unlimited; ls | wc -l', output: '3\n', exit: 0, ...made },
];

function lab(isChanged = false): {
  run: (line: string) => Promise<string>;
  shell: ReturnType<typeof createShell>;
  announced: string[];
} {
  const replay = createReplay(session);
  const announced: string[] = [];
  const options = { replay, announce: ({ id }: RecordedCommand) => announced.push(id), isChanged: () => isChanged };
  const shell = createShell({
    files: createFileSystem({ base: [['/lab/main.go', 'package main']] }),
    processes: createProcessTable(),
    commands: recordedCommands(options, ['go'], (name) => name === 'ls' || name === 'wc'),
    recorded: (line, isRunnable) => recordedLine(options, line, isRunnable),
    loadInterpreter: loadBash,
    cwd: '/lab',
    env: {},
  });
  const run = async (line: string): Promise<string> => {
    const output = createCapture();
    const { code } = await shell.run(line, { stdout: output, stderr: output });
    return output.text() + code;
  };
  return { run, shell, announced };
}

describe('a replay', () => {
  it('plays the newest recording of a line, however it is spaced', () => {
    expect(createReplay(session).play('  go   run . 2>&1;')).toMatchObject({
      kind: 'recorded',
      recording: { id: 'run2.txt' },
    });
  });

  it('accepts any order in which each line follows what it needs', () => {
    const replay = createReplay(session);
    expect(replay.play('./stuck')).toMatchObject({ kind: 'too-early', missing: ['go build -o stuck .'] });
    expect(replay.play('go build -o stuck .')).toEqual({ kind: 'silent' });
    expect(replay.play('./stuck').kind).toBe('recorded');
    expect(replay.play('go run .').kind).toBe('recorded');
  });

  it('plays the takes of a line one after another and stays with the last', () => {
    const replay = createReplay(session);
    const ids = [1, 2, 3].map(() => {
      const answer = replay.play('curl -s localhost:6060/');
      return answer.kind === 'recorded' ? answer.recording.id : answer.kind;
    });
    expect(ids).toEqual(['one.txt', 'two.txt', 'two.txt']);
  });

  it('says what was not recorded', () => {
    expect(createReplay(session).look('go vet')).toEqual({ kind: 'not-recorded' });
  });

  it('keeps the blanks inside of quotes', () => {
    expect(normalizeLine("go test  -run 'A  B'")).toBe("go test -run 'A  B'");
  });
});

describe('recorded commands in a shell', () => {
  it('answer with the recording, its status, and tell that it is one', async () => {
    const { run, announced } = lab();
    expect(await run('go run .')).toBe('panic: boom\nexit status 2\n1');
    expect(announced).toEqual(['run2.txt']);
  });

  it('choose by the environment', async () => {
    expect(await lab().run('GOTRACEBACK=all go run .')).toBe('all\n1');
  });

  it('work in pipes with the shell’s own tools', async () => {
    expect(await lab().run('go run . 2>&1 | grep exit')).toBe('exit status 2\n0');
  });

  it('wait for the signal that the recorded program got', async () => {
    const { run, shell } = lab();
    expect(await run('go build -o stuck .')).toBe('0');
    const running = run('./stuck');
    await new Promise((resolve) => setTimeout(resolve, 5));
    shell.signal('QUIT');
    expect(await running).toBe('The recorded program runs until SIGQUIT comes (Ctrl-\\).\nSIGQUIT: quit\n2');
  });

  it('play a whole line where a part of it cannot be run', async () => {
    expect(await lab().run('ulimit -c unlimited; ls | wc -l')).toBe('3\n0');
  });

  it('list what was recorded when asked for something else', async () => {
    const text = await lab().run('go vet ./...');
    expect(text).toContain('Not recorded: go vet ./...\nRecorded here are:\n  go run .\n');
    expect(text.endsWith('127')).toBe(true);
  });

  it('say that changed files are not in the recording', async () => {
    expect(await lab(true).run('go run .')).toContain('Your changes to the files are not in this recording');
  });
});
