import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { scanGoFile } from '../../../src/toolchain/go/scan.ts';

const source = `// Copyright nobody.

//go:build wasip1 && !race
//go:debug panicnil=1

/* a block comment with package nonsense */
package store // not the name

import "fmt"
import (
	m "math"
	. "strings"
	_ "embed"

	"example.com/lab/x" // trailing
)

const text = \`func NotThis() { import "nope" }\`

var r, q = '"', "// no comment \\" {"

func plain(a, b int) (c int, err error) { return a, nil }

func (s *Store) Method() {}

func Generic[T any](x T) {}

func TestX(t *testing.T) {
	if t != nil { _ = struct{ a int }{1} }
}

func ExampleStore() {
	fmt.Println("a")
	// Output:
	// a
	//  b
}

func last() interface{ M() } { return nil }
`;

describe('the scanner of Go files', () => {
  const file = scanGoFile(source);

  it('finds the package, its constraint and its settings', () => {
    expect(file.packageName).toBe('store');
    expect(file.constraint).toBe('wasip1 && !race');
    expect(file.debugSettings).toEqual(['panicnil=1']);
  });

  it('finds imports of every form with their positions', () => {
    expect(file.imports.map((one) => one.path)).toEqual(['fmt', 'math', 'strings', 'embed', 'example.com/lab/x']);
    expect(file.imports[0]).toEqual({ path: 'fmt', line: 9, column: 8 });
    expect(file.imports[4]).toMatchObject({ line: 15, column: 2 });
  });

  it('finds functions at top level, not methods, not what stands in strings', () => {
    expect(file.functions.map((one) => one.name)).toEqual(['plain', 'TestX', 'ExampleStore', 'last']);
    expect(file.functions[0]).toMatchObject({ parameters: 'a, b int', hasResults: true });
    expect(file.functions[1]).toMatchObject({ parameters: 't *testing.T', hasResults: false });
  });

  it('keeps the comment at the end of an example', () => {
    expect(file.functions[2]?.lastComment).toBe('Output:\na\n b');
  });

  it('counts columns in bytes, as the compiler does', () => {
    expect(scanGoFile('package p\nimport é "x"\n').imports[0]?.column).toBe(11);
  });

  it('reads what is there of a file that does not parse', () => {
    expect(scanGoFile('packag main\nimport "fmt"\n').packageName).toBe('');
    expect(scanGoFile('package main\nimport (\n"fmt"\n').imports).toEqual([]);
    expect(scanGoFile('package main\nfunc F( {').functions).toEqual([]);
    expect(scanGoFile('package main\nvar s = "open\nfunc F() {}').functions.map((one) => one.name)).toEqual(['F']);
  });

  it('takes any text without throwing', () => {
    const pieces = fc.constantFrom(...source.split(/(?<=[\s(){}"'`/*])/), '\u0000', '\\', '😀');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => void scanGoFile(parts.join(''))));
  });
});
