import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/lessons.ts';
import { listLessons, readLesson } from '../../src/cli/lessons/read.ts';
import { formatInstructorKey } from '../../src/course/index.ts';
import type { CliIO } from '../../src/cli/io.ts';

const { names } = await listLessons();

const exercises = `
- id: why
  prompt: Why did it die?
  points: 1
  options:
    - id: nil
      text: The map is nil.
    - id: race
      text: Two goroutines wrote.
  hints:
    - text: Look at {fault}.
      otherwise: Look at the first line.
- id: where
  prompt: Where?
  points: 2
- id: all
  prompt: Everything.
  points: 3
  links:
    - id: log
      title: The log
`;
const key = `
exercises:
  why: { answer: [nil], why: { nil: Nobody made it., race: { misconception: data-race, text: There is one goroutine. } } }
  where: { mark: fault, value: fault, instead: { fault: { misconception: top-frame, text: It called. } } }
  all: { links: { log: { mark: fault } } }
`;
const files = {
  'exercises.yaml': exercises,
  'answer/key.yaml': key,
  'answer/notes.md': '# Notes\n\nTen minutes.\n',
  'lab/main.go': 'package main\n\nfunc Add() {\n\tx() // mark:fault\n}\n',
};

describe("an instructor's key", () => {
  it('has every answer in words, marks as lines, reasons, hints and notes', () => {
    const text = formatInstructorKey({ folder: '02-x', number: 2, slug: 'x' }, files);
    expect(text).toContain('## 1. Why did it die?\n\n`why`, 1 point\n\n**Answer**\n\n- The map is nil.\n');
    expect(text).toContain('- Two goroutines wrote: There is one goroutine.');
    expect(text).toContain('- Look at the first line.');
    expect(text).toContain('- mark: `main.go:4` in `Add`\n- value: `fault`\n');
    expect(text).toContain('**Also given**\n\n- `main.go:4` in `Add`: It called.');
    expect(text).toContain('### The log\n\n**Answer**\n\n- mark: `main.go:4` in `Add`');
    expect(text).toContain('## Notes\n\nTen minutes.\n');
  });

  it('takes a lesson that lacks everything', () => {
    expect(formatInstructorKey({ folder: '02-x', number: 2, slug: 'x' }, {})).toMatch(/^# Key: 2\. x\n/);
  });

  it.each(names)('names an answer for each exercise of $folder', async (name) => {
    const lesson = await readLesson(name);
    const text = formatInstructorKey(name, lesson.files);
    const parts = text.split(/^## \d+\. /m).slice(1);
    const entries = parse(lesson.files['exercises.yaml'] ?? '') as readonly { prompt: string }[];
    expect(parts.map((part) => part.startsWith(entries[parts.indexOf(part)]?.prompt ?? '?'))).toEqual(
      entries.map(() => true),
    );
    expect(parts.filter((part) => !part.includes('**Answer**\n\n- '))).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it('is printed by faultline lessons key, which asks for a lesson where none is named', async () => {
    const printed = { out: '', err: '' };
    const io = {
      stdout: (text: string) => (printed.out += text),
      stderr: (text: string) => (printed.err += text),
    } as unknown as CliIO;
    expect(await run(['key', '01'], io)).toBe(0);
    expect(printed.out).toMatch(/^# Key: 1\. First crash\n/);
    expect(await run(['key'], io)).toBe(2);
    expect(printed.err).toContain('name a lesson');
  });
});
