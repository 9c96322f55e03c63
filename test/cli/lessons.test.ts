import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIO } from '../../src/cli/io.ts';
import { run } from '../../src/cli/lessons.ts';
import { checkLabs } from '../../src/cli/lessons/check.ts';
import { formatDrift } from '../../src/cli/lessons/drift.ts';
import { hasGo } from '../../src/cli/lessons/go.ts';
import { newLesson } from '../../src/cli/lessons/new.ts';
import { recordLessons } from '../../src/cli/lessons/record.ts';
import { findLessons, listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { checkLesson } from '../../src/course/index.ts';

interface Spoken {
  readonly io: CliIO;
  readonly said: () => string;
}

function listen(): Spoken {
  let text = '';
  const io: CliIO = {
    env: {},
    isInteractive: false,
    stdout: (data) => (text += String(data)),
    stderr: (data) => (text += data),
    readStdin: () => Promise.resolve(new Uint8Array()),
  };
  return { io, said: () => text };
}

async function withRoot(work: (root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'faultline-lessons-'));
  try {
    await work(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

describe('lessons new', () => {
  it('makes a lesson that is whole once it is recorded', async () => {
    expect(await hasGo(), 'install Go 1.21 or newer: this test runs labs').toBe(true);
    await withRoot(async (root) => {
      const { io, said } = listen();
      expect(await newLesson(['08-races-in-disguise'], io, root)).toBe(0);
      expect(said()).toContain('npm run lessons:record');
      expect(await recordLessons(['--write', '08'], io, root)).toBe(0);
      const [name] = await findLessons(['08'], root);
      if (!name) throw new Error('the new lesson is not there');
      const { files, bytes } = await readLesson(name, root);
      const around = { slugs: [name.slug], terms: ['panic-value', 'frame'] };
      expect(await checkLesson(name, files, around, bytes)).toEqual([]);
    });
  });

  it.each([[[]], [['races']], [['8-races']]])('wants a folder name NN-slug, not %j', async (args) => {
    const { io, said } = listen();
    expect(await newLesson(args, io)).toBe(2);
    expect(said()).toContain('NN-slug');
  });

  it('takes no number or slug twice', async () => {
    const { io, said } = listen();
    expect(await newLesson(['02-other'], io)).toBe(1);
    expect(said()).toContain('02-the-line-that-panicked has that number');
  });
});

describe('lessons check', () => {
  it('runs labs with real Go: the starter that passes and the answer that fails are named', async () => {
    expect(await hasGo(), 'install Go 1.21 or newer: this test runs labs').toBe(true);
    const [name] = await findLessons(['02']);
    if (!name) throw new Error('content/lessons has no 02');
    const lesson = await readLesson(name);
    expect(await checkLabs(lesson)).toEqual([]);
    const swapped = {
      ...lesson.files,
      'lab/main.go': lesson.files['answer/lab/main.go'],
      'answer/lab/main.go': lesson.files['lab/main.go'],
    };
    const problems = await checkLabs({ ...lesson, files: swapped });
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'lab: `go run .` exits with 0, not 1',
      expect.stringContaining('lab: `go run .` does not print'),
      'lab: `go test ./...` exits with 0, not 1',
      expect.stringContaining('lab: `go test ./...` does not print'),
      'answer/lab: `go test ./...` exits with 1, not 0',
      expect.stringContaining('answer/lab: `go test ./...` does not print'),
      'answer/lab: `go run .` exits with 1, not 0',
      expect.stringContaining('answer/lab: `go run .` does not print'),
    ]);
  });

  it('reports labs as not run, never as passed, where there is no Go', async () => {
    const path = process.env['PATH'];
    const { io, said } = listen();
    try {
      process.env['PATH'] = '/nonexistent';
      await run(['check', '02'], io);
    } finally {
      process.env['PATH'] = path;
    }
    expect(said()).toContain('1 lessons, 0 problems, labs NOT RUN: there is no go on the path');
    expect(said()).toContain('https://go.dev/dl');
    expect(said()).toMatch(/6 exercises: .*fault 4/);
  });

  it('says which words it takes', async () => {
    const { io, said } = listen();
    expect(await run(['frobnicate'], io)).toBe(2);
    expect(said()).toContain("say check, new, record or key, not 'frobnicate'");
  });

  it('names the lessons there are when asked for another', async () => {
    await expect(findLessons(['99-nothing'])).rejects.toThrow(/there is no lesson '99-nothing'; there are 0/);
  });
});

describe('lessons record', () => {
  it('shows what drifted and writes nothing unasked', async () => {
    expect(await hasGo(), 'install Go 1.21 or newer: this test runs labs').toBe(true);
    await withRoot(async (root) => {
      const { names } = await listLessons();
      const name = names.find(({ number }) => number === 2);
      if (!name) throw new Error('content/lessons has no 02');
      await cp((await readLesson(name)).root, join(root, name.folder), { recursive: true });
      const path = join(root, name.folder, 'recordings', 'gate-go1.26.txt');
      const edited = (await readFile(path, 'utf8')).replace('addr=0x18', 'addr=0x20').replace('seat 12', 'seat 13');
      await writeFile(path, edited);
      const { io, said } = listen();
      expect(await recordLessons(['--only=gate-go1.26.txt', '02'], io, root)).toBe(1);
      expect(said()).toContain('- row 3, seat 13');
      expect(said()).toContain('+ row 3, seat 12');
      expect(await readFile(path, 'utf8')).toBe(edited);
    });
  });

  it('takes addresses, ids, times and ports for equal, and nothing else', () => {
    expect(
      formatDrift('goroutine 6 [running]:\nf(0xc000)\nok 0.01s', 'goroutine 18 [running]:\nf(0x1?)\nok 2.50s'),
    ).toBe('');
    expect(formatDrift('a\nb', 'a\nc')).toBe('drifted\n  - b\n  + c');
  });
});
