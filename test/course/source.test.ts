import { describe, expect, it } from 'vitest';
import { findFunctions, findMarks, parseGoMod, stripMarks } from '../../src/course/source.ts';
import { parseLessonName } from '../../src/course/index.ts';
import { declaredName, isPointedAt, parsePointer } from '../../src/exercises/sites.ts';

const source = `package shop

func Open() {}

// Put adds.
func (c *Cart[T]) Put(item T) {
	func() {
		c.items = append(c.items, item) // note // mark:grow
	}()
}

func (c Cart[T]) Len() int { return len(c.items) } // mark:len
`;

describe('marks', () => {
  it('have a line and the declared function around it', () => {
    const marks = findMarks('cart.go', source);
    expect(marks.get('grow')).toEqual({ file: 'cart.go', line: 8, func: '(*Cart).Put' });
    expect(marks.get('len')).toEqual({ file: 'cart.go', line: 12, func: 'Cart.Len' });
  });

  it('leave no trace but other comments when stripped', () => {
    expect(stripMarks(source)).toContain('item) // note\n');
    expect(stripMarks(source)).not.toContain('mark:');
  });
});

describe('declared functions', () => {
  it('are found in sources', () => {
    expect(findFunctions({ 'cart.go': source, 'go.mod': 'func x' })).toEqual(['Open', '(*Cart).Put', 'Cart.Len']);
  });

  it.each([
    ['main.main', 'main'],
    ['main.main.func1', 'main'],
    ['main.main.gowrap1', 'main'],
    ['example.com/shop/cart.(*Cart).Put', '(*Cart).Put'],
    ['example.com/shop/cart.(*Cart[...]).Put.func1.2', '(*Cart).Put'],
    ['example.com/shop/cart.(*Cart[go.shape.int]).Put', '(*Cart).Put'],
    ['gopkg.in/yaml%2ev3.Cart.Len', 'Cart.Len'],
    ['command-line-arguments.Process', 'Process'],
    ['main.Map[...].func1', 'Map'],
  ])('are told from printed ones: %s', (printed, declared) => {
    expect(declaredName(printed)).toBe(declared);
  });
});

describe('what a learner points at', () => {
  it.each([
    ['main.go:41', { kind: 'code', file: 'main.go', line: 41 }],
    ['\t/app/main.go:41 +0x1d', { kind: 'code', file: '/app/main.go', line: 41 }],
    ['C:\\app\\main.go:41', { kind: 'code', file: '/app/main.go', line: 41 }],
    ['@12', { kind: 'paste', at: 12 }],
    ['line 41', undefined],
    ['', undefined],
  ])('is read from %j', (text, pointer) => {
    expect(parsePointer(text)).toEqual(pointer);
  });

  it('is found by any tail of the path', () => {
    const site = { func: 'main.f', file: 'C:/work/shop/main.go', line: 41, at: 5 };
    for (const text of ['main.go:41', 'shop/main.go:41', 'C:\\work\\shop\\main.go:41', './main.go:41', '@4', '@5']) {
      const pointer = parsePointer(text);
      expect(pointer && isPointedAt(site, pointer), text).toBe(true);
    }
    for (const text of ['main.go:4', 'ain.go:41', 'other/main.go:41', '@6', '@3']) {
      const pointer = parsePointer(text);
      expect(pointer && isPointedAt(site, pointer), text).toBe(false);
    }
  });
});

describe('names', () => {
  it.each(['02-the-line', '16-one-incident'])('of lesson folders are NN-slug: %s', (folder) => {
    expect(parseLessonName(folder)?.folder).toBe(folder);
  });

  it.each(['2-x', '02_x', '02-', '02-X', '_template', '02-a--b'])('of other folders are not: %s', (folder) => {
    expect(parseLessonName(folder)).toBeUndefined();
  });

  it('of modules stand in go.mod', () => {
    expect(parseGoMod('module quotes\n\ngo 1.21.0\n')).toEqual({ module: 'quotes', go: '1.21' });
    expect(parseGoMod('')).toEqual({ module: undefined, go: undefined });
  });
});
