import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import type { FileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, createProcessTable, readAll } from '../../../src/toolchain/process/index.ts';
import type { Command, ProcessTable } from '../../../src/toolchain/process/index.ts';
import { createShell, loadBash } from '../../../src/toolchain/shell/index.ts';
import type { Shell, ShellOptions } from '../../../src/toolchain/shell/index.ts';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Prints its arguments and some of its environment; fails with the status asked for. */
const say: Command = {
  name: 'say',
  summary: 'print words',
  async run({ args, env, cwd, stdout, stderr }) {
    stdout.write(`${args.join('|')} ${env['MODE'] ?? '-'} ${cwd}\n`);
    stderr.write('warned\n');
    return Number(args[0]?.match(/^[0-9]+$/)?.[0] ?? 0);
  },
};

const upper: Command = {
  name: 'upper',
  summary: 'print the input in capitals',
  async run({ stdin, stdout }) {
    stdout.write(new TextDecoder().decode(await readAll(stdin)).toUpperCase());
    return 0;
  },
};

/** Runs until a signal comes; answers QUIT with a line and goes on. */
const server: Command = {
  name: 'server',
  summary: 'wait',
  run({ stdout, onSignal }) {
    onSignal((signal) => signal === 'QUIT' && (stdout.write('goroutine 1 [select]:\n'), true));
    stdout.write('listening\n');
    return new Promise(() => undefined);
  },
};

interface Lab {
  readonly shell: Shell;
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  /** Runs a line; resolves with all it printed and its status. */
  run(line: string): Promise<string>;
}

function lab(options: Partial<ShellOptions> = {}): Lab {
  const files = createFileSystem({
    base: [
      ['/home/gopher/lab/main.go', 'package main\n\nfunc main() {}\n'],
      ['/home/gopher/lab/a b.txt', 'spaced\n'],
      ['/home/gopher/lab/sub/x.go', 'package sub\n'],
    ],
  });
  const processes = createProcessTable();
  const shell = createShell({
    files,
    processes,
    commands: [say, upper, server],
    loadInterpreter: loadBash,
    cwd: '/home/gopher/lab',
    env: { HOME: '/home/gopher', PATH: '/usr/bin' },
    ...options,
  });
  const run = async (line: string): Promise<string> => {
    const output = createCapture();
    const { code } = await shell.run(line, { stdout: output, stderr: output });
    return `${output.text()}${code}`;
  };
  return { shell, files, processes, run };
}

describe('the shell', () => {
  it.each([
    ['say a "b c"', 'a|b c - /home/gopher/lab\nwarned\n0'],
    ['MODE=fast say x', 'x fast /home/gopher/lab\nwarned\n0'],
    ['say 3', '3 - /home/gopher/lab\nwarned\n3'],
    ['say 3 2>/dev/null || say no 2>/dev/null', '3 - /home/gopher/lab\nno - /home/gopher/lab\n0'],
    ['say 3 2>/dev/null && say no', '3 - /home/gopher/lab\n3'],
    ['say *.go 2>/dev/null', 'main.go - /home/gopher/lab\n0'],
    ['say "*.go" ~/x *.none 2>/dev/null', '*.go|/home/gopher/x|*.none - /home/gopher/lab\n0'],
    ['say x 2>&1 | upper', 'X - /HOME/GOPHER/LAB\nWARNED\n0'],
    ['say x 2>&1 | grep warn', 'warned\n0'],
    ['say x 2>&1 | grep -c . | upper', '2\n0'],
    ['cat main.go | head -1', 'package main\n0'],
    ['cat < "a b.txt"', 'spaced\n0'],
    ['cat nothing', 'cat: nothing: No such file or directory\n1'],
    ['for f in *.go; do MODE=$f say $f 2>/dev/null; done', 'main.go main.go /home/gopher/lab\n0'],
    ['echo $(say x 2>/dev/null)', 'x - /home/gopher/lab\n0'],
    ['ls main.go a*', 'a b.txt\nmain.go\n0'],
    ['ls main.go "a b.txt" sub', 'a b.txt\nmain.go\n\nsub:\nx.go\n0'],
    ['test -f main.go && echo there', 'there\n0'],
    ['[ 1 = 2 ] || echo differ; type say', 'differ\nsay is /usr/bin/say\n0'],
    ['history | tail -1', '    1  history | tail -1\n0'],
    ['exit 3', '3'],
    ['upper < missing', 'bash: missing: No such file or directory\n1'],
    ['say x > /home', 'bash: /home: Is a directory\n1'],
    ['sya x', 'bash: sya: command not found\nDid you mean "say"? Type "help" for the commands that are here.\n127'],
    ['./nothing', 'bash: ./nothing: No such file or directory\n127'],
    ['./sub', 'bash: ./sub: Is a directory\n127'],
    ['echo "', 'bash: unexpected EOF while looking for matching `"\'\n2'],
    ['', '0'],
  ])('runs %j', async (line, expected) => {
    expect(await lab().run(line)).toBe(expected);
  });

  it('writes and appends to files', async () => {
    const { run, files } = lab();
    await run('say one > out.txt 2>&1');
    await run('say two 2>/dev/null >> out.txt');
    expect(files.readText('/home/gopher/lab/out.txt')).toBe('one - /home/gopher/lab\nwarned\ntwo - /home/gopher/lab\n');
  });

  it('keeps directory, variables, status and history between lines', async () => {
    const { run, shell } = lab();
    expect(shell.prompt()).toBe('~/lab$ ');
    await run('cd sub');
    await run('x=1; export MODE=exported');
    expect(await run('say $x 2>/dev/null')).toBe('1 exported /home/gopher/lab/sub\n1');
    expect(await run('echo $?')).toBe('1\n0');
    expect(await run('for i in 1 2; do y=$i; done; cd ..')).toBe('0');
    expect(await run('say $y 2>/dev/null; say $y 2>/dev/null')).toBe(`${'2 exported /home/gopher/lab\n'.repeat(2)}2`);
    expect(shell.history.slice(0, 2)).toEqual(['cd sub', 'x=1; export MODE=exported']);
    expect(await run('cd nowhere')).toBe('bash: cd: nowhere: No such file or directory\n1');
    expect(await run('cd -')).toBe('/home/gopher/lab\n0'.replace('/lab', '/lab/sub'));
  });

  it('streams typed text to the program in the foreground, until the end of input', async () => {
    const { shell, run } = lab();
    const running = run('upper');
    await turn();
    expect(shell.foreground).toBe('upper');
    shell.type('typed\n');
    shell.endInput();
    expect(await running).toBe('TYPED\n0');
  });

  it('gives typed text to a tool of the interpreter once the input ends', async () => {
    const { shell, run } = lab();
    const running = run('cat > typed.txt');
    await turn();
    shell.type('line\n');
    shell.endInput();
    await running;
    expect(await run('cat typed.txt')).toBe('line\n0');
  });

  it('interrupts the foreground and gives up the rest of the line', async () => {
    const { shell, run } = lab();
    expect(shell.signal('INT')).toBe(false);
    const running = run('server; say never');
    await turn();
    expect(shell.signal('INT')).toBe(true);
    expect(await running).toBe('listening\n130');
  });

  it('interrupts a loop of the interpreter', async () => {
    const { shell, run } = lab();
    const running = run('while true; do sleep 0.01; done');
    await turn();
    await turn();
    shell.signal('INT');
    expect(await running).toBe('130');
  });

  it('runs a server in the background, lists it, signals it and tells of its end', async () => {
    const { shell, run } = lab();
    const output = createCapture();
    expect((await shell.run('server &', { stdout: output, stderr: output })).code).toBe(0);
    await turn();
    expect(output.text()).toBe('[1] 100\nlistening\n');
    expect(await run('jobs')).toBe('[1]+  Running                 server &\n0');
    expect(await run('ps')).toBe('    PID CMD\n    100 server\n0');
    expect(await run('kill -QUIT %1')).toBe('0');
    expect(output.text()).toBe('[1] 100\nlistening\ngoroutine 1 [select]:\n');
    expect(await run('kill $!')).toBe('0');
    await turn();
    expect(shell.notices()).toEqual(['[1]+  Terminated              server\n']);
    expect(shell.notices()).toEqual([]);
    expect(await run('kill 100')).toBe('bash: kill: (100) - No such process\n1');
    expect(await run('kill %1')).toBe('bash: kill: %1: no such job\n1');
    expect(await run('kill -FOO 1')).toBe('bash: kill: FOO: invalid signal specification\n1');
  });

  it('runs what ends in & in the background of a script too, and goes on', async () => {
    const { shell, run } = lab();
    const output = createCapture();
    const line = '( server & echo in ); { for i in 1 2; do upper <main.go >$i.txt & done; echo out; }';
    expect((await shell.run(line, { stdout: output, stderr: output })).code).toBe(0);
    await turn();
    expect(output.text()).toContain('[1] ');
    expect(output.text()).toContain('listening\n');
    expect(output.text()).toMatch(/in\nout\n$/);
    expect(await run('cat 2.txt')).toBe('PACKAGE MAIN\n\nFUNC MAIN() {}\n0');
    expect(await run('jobs')).toContain('Running                 server &');
    expect(await run('kill %1')).toBe('0');
  });

  it('shares processes between two terminals', async () => {
    const first = lab();
    const second = createShell({
      files: first.files,
      processes: first.processes,
      commands: [say],
      loadInterpreter: loadBash,
      cwd: '/',
      env: {},
    });
    const running = first.run('server');
    await turn();
    const output = createCapture();
    await second.run('kill -KILL 100', { stdout: output, stderr: output });
    expect(await running).toBe('listening\nKilled\n137');
  });

  it('brings a background job to the keyboard', async () => {
    const { shell, run } = lab();
    const output = createCapture();
    await shell.run('upper &', { stdout: output, stderr: output });
    const running = run('fg');
    await turn();
    shell.type('later\n');
    shell.endInput();
    expect(await running).toBe('upper\n0');
    expect(output.text()).toBe('[1] 100\nLATER\n');
  });

  it('runs a built program, also in a loop, and a script file', async () => {
    const { run, files } = lab({
      runProgram: async ({ name }, { args, stdout }) => {
        stdout.write(`ran ${name} ${args.join(' ')}\n`);
        return 2;
      },
    });
    files.writeFile('/home/gopher/lab/prog', new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
    files.writeFile('/home/gopher/lab/go.sh', 'echo script $1\n');
    expect(await run('./prog -v')).toBe('ran ./prog -v\n2');
    expect(await run('for i in 1 2; do ./prog $i; done')).toBe(
      'ran /home/gopher/lab/prog 1\nran /home/gopher/lab/prog 2\n2',
    );
    expect(await run('./go.sh x')).toBe('script x\n0');
  });

  it('plays a recording where a line has one', async () => {
    const recording: Command = { ...say, run: async ({ stdout }) => (stdout.write('recorded\n'), 2) };
    const { run } = lab({ recorded: (line) => (line === 'gcore 7' ? recording : undefined) });
    expect(await run('gcore 7')).toBe('recorded\n2');
  });

  it('lists in help every command and tool', async () => {
    const { run } = lab();
    const text = await run('help');
    for (const name of ['say', 'kill [-INT', './PROGRAM', 'grep', 'sort']) expect(text).toContain(name);
    expect(await run('help say')).toBe('say: print words\n0');
  });

  it.each([
    ['sa', ['say ']],
    ['say ma', ['main.go ']],
    ['say a', ['a\\ b.txt ']],
    ['cat ./s', ['./sub/']],
    ['cat sub/', ['sub/x.go ']],
    ['say x | up', ['upper ']],
    ['kill -Q', ['-QUIT ']],
    ['cat ~/l', ['~/lab/']],
  ])('completes %j', async (line, candidates) => {
    expect((await lab().shell.complete(line, line.length)).candidates).toEqual(candidates);
  });
});
