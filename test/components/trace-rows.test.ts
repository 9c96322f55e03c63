import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { traceRows, type TraceRow } from '../../src/components/trace-rows.ts';

const rethrown = `--- FAIL: TestPanic (0.00s)
panic: runtime error: index out of range [3] with length 3 [recovered, repanicked]

goroutine 18 [running]:
testing.tRunner.func1.2({0x5744c0, 0x3d9fba9dc000})
	/usr/local/go/src/testing/testing.go:1974 +0x232
panic({0x5744c0?, 0x3d9fba9dc000?})
	/usr/local/go/src/runtime/panic.go:860 +0x13a
example.com/shop/cart.(*Cart).Add(...)
	/home/gopher/shop/cart/cart.go:21
example.com/shop/cart.TestPanic(0x3d9fba9d6248?)
	/home/gopher/shop/cart/cart_test.go:34 +0x25
created by testing.(*T).Run in goroutine 1
	/usr/local/go/src/testing/testing.go:2101 +0x4c5
FAIL
`;

const race = `==================
WARNING: DATA RACE
Read at 0x00c00001a0f8 by main goroutine:
  main.main()
      /home/gopher/store/main.go:12 +0x9b

Previous write at 0x00c00001a0f8 by goroutine 7:
  main.main.func1()
      /home/gopher/store/main.go:9 +0x3a

Goroutine 7 (finished) created at:
  main.main()
      /home/gopher/store/main.go:8 +0x8f
==================
`;

const overflow = `runtime: goroutine stack exceeds 1000000000-byte limit
fatal error: stack overflow

goroutine 1 [running]:
main.depth(0x154ee)
	/home/gopher/ways/main.go:42 +0x39
`;

async function rowsOf(text: string): Promise<readonly TraceRow[]> {
  return traceRows(text, await analyze(text));
}

function textOf(rows: readonly TraceRow[]): string {
  return rows.map(({ pieces }) => pieces.map(({ text }) => text).join('')).join('\n');
}

describe('traceRows', () => {
  it('joins a function with its place and reads it aloud', async () => {
    const rows = await rowsOf(rethrown);
    const labels = rows.flatMap(({ role, label }) => (role === 'frame' || role === 'created' ? [label] : []));
    expect(labels).toEqual([
      'frame 1, standard library, tRunner.func1.2, testing.go line 1974',
      'frame 2, runtime, panic, panic.go line 860',
      'frame 3, own code, (*Cart).Add, cart.go line 21',
      'frame 4, own code, TestPanic, cart_test.go line 34',
      'created by, standard library, (*T).Run, testing.go line 2101',
    ]);
  });

  it('marks only the panic( frame as a boundary', async () => {
    const rows = await rowsOf(rethrown);
    expect(rows.filter(({ isBoundary }) => isBoundary).map(({ from, to }) => [from, to])).toEqual([[7, 8]]);
  });

  it('reads values aloud with what became of them', async () => {
    const value = (await rowsOf(rethrown)).find(({ role }) => role === 'value');
    expect(value?.label).toBe(
      'panic 1 of 1, runtime error: index out of range [3] with length 3, recovered and panicked again',
    );
  });

  it('shows what a fatal error says as a value that cannot be chosen', async () => {
    const rows = await rowsOf(overflow);
    expect(rows.filter(({ role }) => role === 'value')).toEqual([
      { from: 2, to: 2, at: 2, role: 'value', pieces: [{ kind: 'rest', text: 'fatal error: stack overflow' }] },
    ]);
  });

  it('cuts a row into name, folder and place', async () => {
    const row = (await rowsOf(rethrown)).find(({ label }) => label?.includes('Add'));
    expect(row?.pieces.filter(({ kind }) => kind !== 'rest')).toEqual([
      { kind: 'name', text: '(*Cart).Add' },
      { kind: 'folder', text: '/home/gopher/shop/cart/' },
      { kind: 'place', text: 'cart.go:21' },
    ]);
  });

  it('tells the frames of the two accesses and of the creation apart', async () => {
    const labels = (await rowsOf(race)).flatMap(({ label }) => label ?? []);
    expect(labels).toEqual([
      'frame 1 of the first access, a read, own code, main, main.go line 12',
      'frame 1 of the second access, a write, own code, main.func1, main.go line 9',
      'goroutine 7 created at, own code, main, main.go line 8',
    ]);
  });

  it('stops at the limit', async () => {
    const rows = traceRows(rethrown, await analyze(rethrown), 4);
    expect(rows.at(-1)?.to).toBe(4);
  });

  it('holds every line of any text once and in order', async () => {
    const lines = fc.constantFrom(...rethrown.split('\n'), ...race.split('\n'), 'x', '\tpanic: again', '\r');
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { maxLength: 40 }), async (picked) => {
        const text = picked.join('\n');
        const rows = await rowsOf(text);
        const { lines: count } = await analyze(text);
        const expected = text.split('\n', count).map((line) => line.replace(/\r$/, ''));
        expect(textOf(rows)).toBe(expected.join('\n'));
        let next = 1;
        for (const { from, to } of rows) {
          expect(from).toBe(next);
          next = to + 1;
        }
        expect(next).toBe(count + 1);
      }),
    );
  });
});
