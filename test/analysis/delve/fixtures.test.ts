import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, type DelveEvidence } from '../../../src/analysis/index.ts';
import { expectGolden, fixtureNames } from '../golden.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/delve');
const SOURCE = readFileSync(join(FOLDER, 'program/main.go'), 'utf8').split('\n');

async function sessionOf(name: string): Promise<DelveEvidence> {
  const { evidence } = await analyze(readFileSync(join(FOLDER, name)));
  const [delve, ...more] = evidence;
  if (delve?.kind !== 'delve' || more.length > 0) throw new Error(`${name} is not one Delve session`);
  return delve;
}

/** The 1-based line of the program that holds the text. */
function lineOf(text: string): number {
  const at = SOURCE.findIndex((line) => line.includes(text));
  if (at < 0) throw new Error(`the program has no "${text}"`);
  return at + 1;
}

/** Fixture, goroutine, frame, function and line where it went wrong, by the source. */
const CRASHES: readonly (readonly [string, number | undefined, number, string, number])[] = [
  ['nil-core-terminal.txt', 1, 10, 'main.ship', lineOf('c.home.city')],
  ['nil-core-bytes.txt', 1, 10, 'main.ship', lineOf('c.home.city')],
  ['nil-core-piped.txt', 1, 10, 'main.ship', lineOf('c.home.city')],
  ['nil-core-merged.txt', 1, 10, 'main.ship', lineOf('c.home.city')],
  ['typed-nil-core-terminal.txt', 1, 10, 'main.(*stockError).Error', lineOf('"no " + e.item')],
  ['index-core-terminal.txt', 1, 10, 'main.last', lineOf('return prices[n]')],
  ['nil-map-core-piped.txt', 1, 9, 'main.count', lineOf('totals[key]++')],
  ['deferred-core-terminal.txt', 1, 14, 'main.ship', lineOf('c.home.city')],
  ['guard-core-terminal.txt', 1, 12, 'main.ship', lineOf('c.home.city')],
  ['deep-core-terminal.txt', undefined, 8, 'main.deep', lineOf('panic("too deep")')],
  ['generic-core-terminal.txt', 1, 10, 'main.(*box[go.shape.string]).first', lineOf('b.next.items[0]')],
  ['library-core-terminal.txt', 1, 9, 'main.main', lineOf('regexp.MustCompile')],
  ['goroutine-core-terminal.txt', 6, 10, 'main.ship', lineOf('c.home.city')],
  ['fatal-core-terminal.txt', 21, 13, 'main.mapFight.func1', lineOf('m[i%10] = g')],
  ['custom-core-piped.txt', 1, 8, 'main.main', lineOf('panic(errors.New(')],
  ['optimised-core-terminal.txt', 1, 10, 'main.ship', lineOf('c.home.city')],
  ['exec-panic-piped.txt', 1, 4, 'main.ship', lineOf('c.home.city')],
  ['exec-panic-terminal.txt', 1, 6, 'main.ship', lineOf('c.home.city')],
];

/** Their stacks end before the outermost frame: an earlier panic could stand below. */
const TRUNCATED = ['deep-core-terminal.txt', 'nil-core-merged.txt'];

describe('recorded Delve sessions', () => {
  it.each(CRASHES)('%s shows where it went wrong', async (name, goroutine, frame, func, line) => {
    const { crash, complete } = await sessionOf(name);
    expect(crash).toMatchObject({ frame, site: { func, file: './main.go', line } });
    expect(crash?.goroutine).toBe(goroutine);
    expect(crash?.confidence).toBe(TRUNCATED.includes(name) ? 'likely' : undefined);
    expect(complete).toBe(true);
  });

  it.each(fixtureNames(FOLDER))('%s reads as its golden file says', async (name) => {
    const { evidence, ledger, diagnostics, repairs } = await analyze(readFileSync(join(FOLDER, name)));
    expectGolden(FOLDER, name, { repairs, ledger, diagnostics, evidence });
  });

  it('knows in which frame each value was printed', async () => {
    const { variables } = await sessionOf('nil-core-terminal.txt');
    const seen = variables.map(({ frame, expression, type, isNil }) => [frame, expression, type, isNil]);
    expect(seen).toEqual([
      [10, 'c', '*main.customer', false],
      [10, 'urgent', undefined, undefined],
      [10, '~r0', undefined, undefined],
      [10, 'c.home', '*main.address', true],
      [10, 'c', '*main.customer', false],
      [10, '*c', 'main.customer', undefined],
      [11, 'c.id', undefined, undefined],
      [11, 'c.prices', 'map[string]float64', false],
      [11, 'c.extra', 'interface {}', false],
      [11, 'c.last', 'error', true],
      [11, 'c.notify', undefined, true],
      [11, 'len(c.tags)', undefined, undefined],
      [11, 'c.name == "Ada"', undefined, undefined],
    ]);
  });

  it('keeps the lines of a value of several lines', async () => {
    const { variables } = await sessionOf('nil-core-terminal.txt');
    const value = variables[4]?.value.split('\n');
    expect(value?.slice(0, 3)).toEqual([
      '(*main.customer)(0x4c508f62280)',
      '*main.customer {',
      expect.stringContaining('id: 7,'),
    ]);
    expect(value?.at(-1)).toContain('raw: [4]uint8 [1,2,3,4],}');
  });

  it('tells an interface that holds a nil pointer from a nil interface', async () => {
    const { variables } = await sessionOf('typed-nil-core-terminal.txt');
    const err = variables.find(({ expression }) => expression === 'err');
    expect(err).toMatchObject({
      frame: 11,
      type: 'error',
      isNil: false,
      holdsNil: true,
      dynamicType: '*main.stockError',
    });
    expect(variables.find(({ expression }) => expression === 'e')).toMatchObject({ frame: 10, isNil: true });
  });

  it('takes the place from `Frame N:` and not from the stop line before it', async () => {
    const { stops, selections } = await sessionOf('typed-nil-core-terminal.txt');
    expect(stops).toEqual([]);
    expect(selections.map(({ frame, site }) => [frame, site.func, site.line])).toEqual([
      [10, 'main.(*stockError).Error', lineOf('"no " + e.item')],
      [11, 'main.report', lineOf('return len(err.Error())')],
    ]);
  });

  it('has the commands of a terminal, and none of piped input', async () => {
    const typed = await sessionOf('index-core-terminal.txt');
    expect(typed.commands.map(({ command }) => command)).toEqual([
      'stack',
      'frame 10',
      'args',
      'p n',
      'p len(prices)',
      'p prices',
      'p %x n',
      'quit',
    ]);
    expect(typed.variables.at(-1)).toMatchObject({ expression: 'n', value: '3' });
    expect((await sessionOf('nil-map-core-piped.txt')).commands).toEqual([]);
  });

  it('marks the frame of a value as likely where piped input hides the command', async () => {
    const { form, variables, errors } = await sessionOf('nil-core-merged.txt');
    expect(form).toBe('piped');
    expect(variables.map(({ frame, confidence }) => [frame, confidence])).toEqual(
      Array.from({ length: 4 }, () => [10, 'likely']),
    );
    expect(errors.map(({ message }) => message)).toEqual(['c has no member nope', 'Invalid frame 99']);
  });

  it('notes the empty slot of a command that failed on standard error', async () => {
    const { errors } = await sessionOf('nil-core-piped.txt');
    expect(errors).toEqual([{ at: expect.any(Number), confidence: 'likely' }]);
  });

  it('has the variables of every frame of stack -full', async () => {
    const { variables } = await sessionOf('custom-core-piped.txt');
    expect(variables.filter(({ frame }) => frame === 7).map(({ expression }) => expression)).toEqual(['e', 'gp', 'p']);
    const unread = variables.filter(({ unreadable }) => unreadable !== undefined);
    expect(unread.length).toBeGreaterThan(5);
    expect(unread.every(({ isNil }) => isNil === undefined)).toBe(true);
  });

  it('lists goroutines with state, place, thread and stack', async () => {
    const { goroutines } = await sessionOf('goroutine-core-terminal.txt');
    expect(goroutines.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(goroutines[0]).toMatchObject({
      state: 'chan receive',
      user: { func: 'main.main', line: lineOf('\t\t<-done') },
    });
    expect(goroutines[5]).toMatchObject({ selected: true, threadId: 10928, user: { func: 'main.ship' } });
    expect(goroutines[0]?.frames?.map(({ func }) => func).at(-1)).toBe('main.main');
  });

  it('reads values of another goroutine in its own frame', async () => {
    const { variables } = await sessionOf('goroutine-core-terminal.txt');
    expect(variables.map(({ goroutine, frame, expression }) => [goroutine, frame, expression])).toEqual([
      [1, 3, 'c'],
      [1, 3, 'done'],
      [1, 3, 'done'],
    ]);
  });

  it('follows breakpoints, steps and returned values', async () => {
    const { stops, variables, exitStatus, target } = await sessionOf('exec-break-terminal.txt');
    expect(target).toBe('exec');
    expect(stops.map(({ breakpoint, func }) => [breakpoint, func])).toEqual([
      ['1', 'main.newCustomer'],
      [undefined, 'main.main'],
      ['2', 'main.main'],
      ['2', 'main.main'],
      [undefined, 'main.main'],
      [undefined, 'main.main'],
    ]);
    expect(variables[0]).toMatchObject({ expression: '~r0', type: '*main.customer', isNil: false });
    expect(variables[0]?.frame).toBeUndefined();
    expect(variables.at(-1)).toMatchObject({ frame: 0, goroutine: 1, expression: 'i', value: '1' });
    expect(exitStatus).toBe(0);
  });

  it("does not give the last panic's value to the first one", async () => {
    expect((await sessionOf('exec-panic-terminal.txt')).crash?.value).toBeUndefined();
    expect((await sessionOf('exec-panic-piped.txt')).crash?.value).toContain('nil pointer dereference');
  });
});
