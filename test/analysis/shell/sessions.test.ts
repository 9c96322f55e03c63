import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze, analyzeText, type Evidence, type ShellEvidence } from '../../../src/analysis/index.ts';
import { shellReader } from '../../../src/analysis/shell/index.ts';
import { expectGolden, fixtureNames } from '../golden.ts';
import { brokenPromise } from '../mutate.ts';
import { mutated } from '../mutations.ts';
import { visitsOf } from '../visits.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/shell');
const TEXTS = fixtureNames(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

function shellOf(evidence: readonly Evidence[]): ShellEvidence | undefined {
  return evidence.find((one): one is ShellEvidence => one.kind === 'shell');
}

function session(...lines: string[]): ShellEvidence | undefined {
  return shellOf(analyzeText(`${lines.join('\n')}\n`).evidence);
}

describe('recorded terminal sessions about cores', () => {
  it.each(fixtureNames(FOLDER))('%s reads as its golden file says', async (name) => {
    const { evidence, ledger, diagnostics } = await analyze(readFileSync(join(FOLDER, name)));
    expectGolden(FOLDER, name, { ledger, diagnostics, evidence });
  });

  it('finds the core that a crash left, and what happened on the way', async () => {
    const { evidence } = await analyze(readFileSync(join(FOLDER, 'crash-bash.txt')));
    expect(evidence.map(({ kind }) => kind)).toEqual(['shell', 'panic', 'delve']);
    const shell = shellOf(evidence);
    expect(shell).toMatchObject({
      core: { path: 'core', how: 'crash' },
      limit: 'unlimited',
      pattern: 'core',
      traceback: 'crash',
      death: 'Aborted',
    });
    expect(shell?.steps.map(({ command }) => command)).toEqual([
      'ulimit -c',
      'ulimit -c unlimited',
      'ulimit -c',
      'cat /proc/sys/kernel/core_pattern',
      'GOTRACEBACK=crash ./shop nil',
      'echo $?',
      'ls -l core',
      'file core',
      'dlv core ./shop core',
      'exit',
    ]);
  });

  it('finds the core that gcore took', async () => {
    const { evidence } = await analyze(readFileSync(join(FOLDER, 'gcore-bash.txt')));
    expect(shellOf(evidence)?.core).toMatchObject({ path: expect.stringMatching(/^leak\.\d+$/), how: 'gcore' });
  });

  it('finds none where the limit was 0 or nothing died by a signal', async () => {
    for (const name of ['limit-zero-root.txt', 'no-crash-traceback.txt']) {
      expect(shellOf((await analyze(readFileSync(join(FOLDER, name)))).evidence)?.core).toBeUndefined();
    }
  });
});

describe('a terminal session', () => {
  it.each([
    ['bash', 'ada@forge:~/shop$ '],
    ['bash of Red Hat', '[ada@forge shop]$ '],
    ['bash without a profile', 'bash-5.1$ '],
    ['root in a container', 'root@7c1f0a9be2d4:/app# '],
    ['busybox', '/app # '],
    ['zsh on a Mac', 'ada@mac shop % '],
    ['oh-my-zsh', '➜  shop git:(main) ✗ '],
    ['pure', '❯ '],
    ['a bare dollar', '$ '],
    ['a bare hash', '# '],
    ['a virtual environment', '(venv) ada@forge:~/shop$ '],
  ])('is read with the prompt of %s', (_, prompt) => {
    const shell = session(
      `${prompt}ulimit -c unlimited`,
      `${prompt}gcore -o shop 4711`,
      'Saved corefile shop.4711',
      prompt.trimEnd(),
    );
    expect(shell?.steps.map(({ command, at }) => [command, at])).toEqual([
      ['ulimit -c unlimited', 1],
      ['gcore -o shop 4711', 2],
    ]);
    expect(shell?.core).toEqual({ path: 'shop.4711', how: 'gcore', at: 3 });
  });

  it('names the core by the listing after a death', () => {
    const shell = session('$ GOTRACEBACK=crash ./shop', 'Aborted (core dumped)', '$ ls', 'core.12345  shop');
    expect(shell?.core).toEqual({ path: 'core.12345', how: 'crash', at: 4 });
  });

  it('only guesses the name where nothing but the pattern tells it', () => {
    const shell = session(
      '$ cat /proc/sys/kernel/core_pattern',
      'core',
      '$ GOTRACEBACK=crash ./shop',
      'Aborted (core dumped)',
    );
    expect(shell?.core).toEqual({ path: 'core', how: 'crash', at: 4, confidence: 'likely' });
  });

  it('has no name for a core that went into a pipe', () => {
    const shell = session(
      '$ cat /proc/sys/kernel/core_pattern',
      '|/lib/systemd/systemd-coredump %P',
      '$ GOTRACEBACK=crash ./shop',
      'Aborted (core dumped)',
    );
    expect(shell).toMatchObject({ pattern: '|/lib/systemd/systemd-coredump %P', death: 'Aborted' });
    expect(shell?.core).toBeUndefined();
  });

  it('takes the file that coredumpctl writes', () => {
    const shell = session(
      '$ GOTRACEBACK=crash ./shop',
      'Aborted (core dumped)',
      '$ coredumpctl dump -o /tmp/shop.core',
      'PID: 812 (shop)',
    );
    expect(shell?.core).toEqual({ path: '/tmp/shop.core', how: 'crash', at: 3 });
  });

  it('does not take a listing for a core that is not there', () => {
    const shell = session(
      '$ GOTRACEBACK=crash ./shop',
      'Aborted',
      '$ ls core',
      "ls: cannot access 'core': No such file or directory",
    );
    expect(shell).toMatchObject({ death: 'Aborted' });
    expect(shell?.core).toBeUndefined();
  });

  it('is no evidence when it is not about cores', () => {
    expect(session('$ go run .', 'hello', '$ ls', 'main.go')).toBeUndefined();
    expect(session('# example.com/shop', './main.go:6:2: declared and not used: n')).toBeUndefined();
  });

  it('never throws, and nothing points outside the paste', () => {
    fc.assert(
      fc.property(mutated(TEXTS), (paste) => {
        expect(brokenPromise(paste)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('takes work in proportion to its size', () => {
    const text = TEXTS.join('');
    expect(visitsOf(shellReader, text.repeat(8)) / visitsOf(shellReader, text.repeat(2))).toBeLessThan(4.5);
  });
});
