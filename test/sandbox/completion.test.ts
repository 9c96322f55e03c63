import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup/paths.ts';
import type { DelveRecording } from '../../scripts/delve/session.ts';
import { commonPrefix, completeInput, delveWords, formatColumns } from '../../src/sandbox/completion.ts';

const recording = join(root, 'test/fixtures/delve-core/typednil.recording.json');
const { exchanges } = JSON.parse(readFileSync(recording, 'utf8')) as DelveRecording;
const help = exchanges.find(({ command }) => command === 'help')?.output ?? '';

describe('completion at the prompt of Delve', () => {
  it('offers only what the help of Delve lists', () => {
    const listed = [...help.matchAll(/^ {4}([\w-]+)/gm)].map(([, name]) => name);
    expect(delveWords.filter((word) => !listed.includes(word))).toEqual([]);
  });

  it.each([
    ['dlv core shop core', 'gor', ['goroutine ', 'goroutines ']],
    ['TERM=dumb dlv core shop core', 'loc', ['locals ']],
    ['dlv core shop core', 'print so', ['soldOut ', 'somewhere.else ']],
    ['dlv core shop core', 'print ', []],
    ['dlv core shop core', '', []],
    ['./reader', 'loc', []],
  ])('in %s, after "%s"', (program, text, candidates) => {
    const printed = 'soldOut = *main.SoldOut nil\nat somewhere.else\nid = 15\n';
    expect(completeInput(program, text, text.length, printed).candidates).toEqual(candidates);
  });

  it('completes the word before the cursor', () => {
    expect(completeInput('dlv core a b', 'fra 10', 3, '')).toEqual({ from: 0, candidates: ['frame '] });
  });

  it('knows what words begin with, and sets them in columns', () => {
    expect(commonPrefix(['goroutine ', 'goroutines '])).toBe('goroutine');
    expect(formatColumns(['aa', 'b', 'cc'], 9)).toBe('aa  b\ncc');
  });
});
