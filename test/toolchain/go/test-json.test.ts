import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createTestEvents } from '../../../src/toolchain/go/test-json.ts';

interface Event {
  readonly Action: string;
  readonly Test?: string;
  readonly Output?: string;
  readonly Elapsed?: number;
}

function eventsOf(parts: readonly string[], passed: boolean): readonly Event[] {
  const lines: string[] = [];
  const events = createTestEvents('example.com/p', (line) => lines.push(line));
  for (const part of parts) events.write(part);
  events.end(passed);
  return lines.map((line) => JSON.parse(line) as Event);
}

/** What a test binary printed under -test.v=test2json. */
const output = [
  '\x16=== RUN   TestA\n',
  'printed\n',
  '\x16=== RUN   TestA/sub\n',
  'no newline',
  '\x16--- FAIL: TestA (0.02s)\n',
  '    a_test.go:5: <bad>\n',
  '\x16    --- PASS: TestA/sub (0.01s)\n',
  '        a_test.go:9: deep\n',
  '\x16=== RUN   TestB\n',
  '\x16--- SKIP: TestB (0.00s)\n',
  '\x16FAIL\n',
  'FAIL\texample.com/p\t0.1s\n',
].join('');

describe('go test -json', () => {
  it('tells the events that test2json tells', () => {
    const events = eventsOf([output], false);
    expect(events.map(({ Action, Test, Output }) => [Action, Test, Output].join(' ').trim())).toEqual([
      'start',
      'run TestA',
      'output TestA === RUN   TestA',
      'output TestA printed',
      'run TestA/sub',
      'output TestA/sub === RUN   TestA/sub',
      'output TestA/sub no newline',
      'output TestA --- FAIL: TestA (0.02s)',
      'output TestA     a_test.go:5: <bad>',
      'output TestA/sub     --- PASS: TestA/sub (0.01s)',
      'output TestA/sub         a_test.go:9: deep',
      'pass TestA/sub',
      'fail TestA',
      'run TestB',
      'output TestB === RUN   TestB',
      'output TestB --- SKIP: TestB (0.00s)',
      'skip TestB',
      'output  FAIL',
      'output  FAIL\texample.com/p\t0.1s',
      'fail',
    ]);
    expect(events[11]?.Elapsed).toBe(0.01);
  });
});

describe('the events of any output', () => {
  it('hold every byte of it, in order, however it was cut', () => {
    const cuts = fc.array(fc.nat({ max: output.length }), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, (at) => {
        const bounds = [0, ...at.sort((a, b) => a - b), output.length];
        const parts = bounds.slice(1).map((end, index) => output.slice(bounds[index], end));
        const text = eventsOf(parts, false)
          .map((event) => event.Output ?? '')
          .join('');
        expect(text).toBe(output.replaceAll('\x16', ''));
      }),
    );
  });

  it('escape what Go escapes', () => {
    const lines: string[] = [];
    createTestEvents('p', (line) => lines.push(line)).write('<a & b>\n');
    expect(lines[1]).toContain('\\u003ca \\u0026 b\\u003e\\n');
  });
});
