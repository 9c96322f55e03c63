import { describe, expect, it } from 'vitest';
import { declaredName } from '../../src/exercises/sites.ts';

describe('the declared name of a function', () => {
  it.each([
    ['main.(*Previews).Keep', '(*Previews).Keep'],
    ['(*Previews).Keep', '(*Previews).Keep'],
    ['example.com/shop/cart.(*Cart).Add.func1', '(*Cart).Add'],
    ['main.newDay (inline)', 'newDay'],
    ['main.newDay (partial-inline)', 'newDay'],
    ['newDay', 'newDay'],
  ])('of %s is %s', (name, declared) => {
    expect(declaredName(name)).toBe(declared);
  });
});
