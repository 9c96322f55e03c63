import { describe, expect, it } from 'vitest';
import { findCodeProblems } from '../../src/sandbox/compile-errors.ts';
import { plainText } from '../../src/sandbox/escape-sequences.ts';
import { createRecorder, describeEnd } from '../../src/sandbox/transcript.ts';

describe('the record of a command', () => {
  it('holds its output without colors and cursor movements', () => {
    const colored = '\x1b[1m\x1b[38;5;9mpanic\x1b[0m: x\r\n\x1b]0;title\x07\x1b[2K\x1b(Bdone';
    expect(plainText(colored)).toBe('panic: x\ndone');
  });

  it('joins characters that come in two pieces', () => {
    const recorder = createRecorder(1, 'x', () => undefined);
    const bytes = new TextEncoder().encode('ü\n');
    recorder.write(bytes.subarray(0, 1));
    recorder.write(bytes.subarray(1));
    expect(recorder.record.text).toBe('ü\n');
  });

  it('keeps head and tail of a flood, and says so', () => {
    const recorder = createRecorder(1, 'x', () => undefined);
    recorder.write('first\n');
    for (let at = 0; at < 6000; at++) recorder.write(`${'x'.repeat(1000)}\n`);
    recorder.write('last\n');
    const { text, isCut } = recorder.record;
    expect(isCut).toBe(true);
    expect(text.startsWith('first\n')).toBe(true);
    expect(text.endsWith('last\n')).toBe(true);
    expect(text).toMatch(/\[\d+ characters left out here\]/);
    expect(text.length).toBeLessThan(5_000_000);
  });

  it.each([
    ['go run .', 'a\nb\n', 2, undefined, 'go run . exited with status 2, 2 lines.'],
    ['go vet', '', 0, undefined, 'go vet exited with status 0, 0 lines.'],
    ['./p', 'x', 130, undefined, './p was interrupted, 1 line.'],
    [
      'go run .',
      'a\n',
      1,
      'go1.26.8 on linux/amd64',
      'go run . exited with status 1, 1 line, a recording of go1.26.8 on linux/amd64.',
    ],
  ])('%s is announced in one sentence', (line, output, status, recording, expected) => {
    const recorder = createRecorder(1, line, () => undefined);
    recorder.write(output);
    if (recording) recorder.markRecording(recording);
    recorder.end(status);
    expect(describeEnd(recorder.record)).toBe(expected);
  });
});

describe('problems in code', () => {
  it('are found in what compiler, vet and gofmt print', () => {
    const output =
      '# quotes\n./main.go:42:9: undefined: x\nvet: ./a b.go:1:2: no\nsub/x_test.go:7: y\nmain.go:3:1: expected }\nok\n';
    expect(findCodeProblems(output)).toEqual([
      { file: 'main.go', line: 42, column: 9, message: 'undefined: x' },
      { file: 'sub/x_test.go', line: 7, column: undefined, message: 'y' },
      { file: 'main.go', line: 3, column: 1, message: 'expected }' },
    ]);
  });

  it('are none in a trace', () => {
    expect(findCodeProblems('main.main()\n\t/home/gopher/quotes/main.go:53 +0x6\nexit status 2\n')).toEqual([]);
  });
});
