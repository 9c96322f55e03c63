import { describe, expect, it } from 'vitest';
import { factsOfValue, type ValueFacts } from '../../../src/analysis/delve/index.ts';

/** Printed values and what they say; shapes from go-delve/delve service/api/prettyprint.go. */
const VALUES: readonly (readonly [string, ValueFacts])[] = [
  ['3', {}],
  ['true', {}],
  ['"text with (brackets) nil"', {}],
  ['(1 + 2i)', {}],
  ['2.5', {}],
  ['main.handler', {}],
  ['green (1)', {}],
  ['nil', { isNil: true }],
  ['*main.T nil', { type: '*main.T', isNil: true }],
  ['(*main.T)(0xc000010000)', { type: '*main.T', isNil: false }],
  ['("*example.com/a/b.T")(0xc000010000)', { type: '*example.com/a/b.T', isNil: false }],
  ['(*main.T)(0xc000010000)\n*main.T {\n\tid: 2,}', { type: '*main.T', isNil: false }],
  ['*main.T {id: 2}', { type: '*main.T', isNil: false }],
  ['main.T {id: 2}', { type: 'main.T' }],
  ['main.box[int] {v: 2}', { type: 'main.box[int]' }],
  ['time.Time(2024-05-01T12:00:00Z){wall: 0}', { type: 'time.Time' }],
  ['[]string len: 3, cap: 4, ["a","bb","ccc"]', { type: '[]string', isNil: false }],
  ['[]string len: 0, cap: 0, nil', { type: '[]string', isNil: true }],
  ['[]string len: 0, cap: 0, []', { type: '[]string', isNil: false }],
  ['main.names len: 0, cap: 0, nil', { type: 'main.names', isNil: true }],
  ['[3]int [1,2,3]', { type: '[3]int' }],
  ['map[string]int nil', { type: 'map[string]int', isNil: true }],
  ['map[string]int ["x": 1, ]', { type: 'map[string]int', isNil: false }],
  ['map[string]*main.T [...]', { type: 'map[string]*main.T', isNil: false }],
  ['map[struct { x int }][]func(int) error [...]', { type: 'map[struct { x int }][]func(int) error', isNil: false }],
  ['chan int 0/2', { type: 'chan int', isNil: false }],
  ['<-chan int 0/0', { type: '<-chan int', isNil: false }],
  ['chan<- string nil', { type: 'chan<- string', isNil: true }],
  ['chan string {\n\tqcount: 0,}', { type: 'chan string', isNil: false }],
  ['error nil', { type: 'error', isNil: true }],
  ['interface {} nil', { type: 'interface {}', isNil: true }],
  ['error(*main.E) nil', { type: 'error', isNil: false, dynamicType: '*main.E', holdsNil: true }],
  ['error(*errors.errorString) *{s: "late"}', { type: 'error', isNil: false, dynamicType: '*errors.errorString' }],
  ['interface {}(string) "boom"', { type: 'interface {}', isNil: false, dynamicType: 'string' }],
  [
    'interface {}(map[string]int) nil',
    { type: 'interface {}', isNil: false, dynamicType: 'map[string]int', holdsNil: true },
  ],
  ['unsafe.Pointer(nil)', { type: 'unsafe.Pointer', isNil: true }],
  ['unsafe.Pointer(0xc000010000)', { type: 'unsafe.Pointer', isNil: false }],
  [
    '(unreadable could not find loclist entry at 0x4997 for address 0x49e5fc)',
    { unreadable: 'could not find loclist entry at 0x4997 for address 0x49e5fc' },
  ],
  ['', {}],
  ['map[string', {}],
  ['error(', {}],
];

describe('a value that Delve printed', () => {
  it.each(VALUES)('%j says what its type and nil-ness are', (value, facts) => {
    expect(factsOfValue(value)).toEqual(facts);
  });
});
