import { describe, expect, it } from 'vitest';
import { normalize, runIn } from './labs.ts';

const goMod = 'module example.com/crash\n\ngo 1.26\n';

describe('go run', { timeout: 60_000 }, () => {
  it('prints a panic as Go does and returns 1', async () => {
    const main = `package main

func main() {
	var counts map[string]int
	add(counts, "x")
}

//go:noinline
func add(counts map[string]int, name string) {
	counts[name]++
}
`;
    const result = await runIn({ 'go.mod': goMod, 'main.go': main }, 'go run .');
    expect(result.status).toBe(1);
    expect(result.stdout).toBe('');
    expect(normalize(result.stderr)).toBe(`panic: assignment to entry in nil map

goroutine N [running]:
main.add(ADDR, {ADDR, ADDR})
	/home/gopher/crash/main.go:10 +PC
main.main()
	/home/gopher/crash/main.go:5 +PC
exit status 2
`);
  });

  it('names the signal of a nil dereference', async () => {
    const main = 'package main\n\nfunc main() {\n\tvar p *struct{ n int }\n\tp.n++\n}\n';
    const { stderr } = await runIn({ 'go.mod': goMod, 'main.go': main }, 'go run .');
    expect(normalize(stderr)).toMatch(/^\[signal SIGSEGV: segmentation violation code=ADDR addr=ADDR pc=ADDR\]$/m);
  });

  it('shares loop variables as the go line says, and not without a go.mod', async () => {
    const main = `package main

import "fmt"

func main() {
	var fs []func()
	for i := 0; i < 3; i++ {
		fs = append(fs, func() { fmt.Print(i, " ") })
	}
	for _, f := range fs {
		f()
	}
}
`;
    const of = async (mod: string): Promise<string> =>
      mod === ''
        ? (await runIn({ 'main.go': main }, 'go run main.go')).stdout
        : (await runIn({ 'go.mod': mod, 'main.go': main }, 'go run .')).stdout;
    expect(await of('module x\n\ngo 1.21\n')).toBe('3 3 3 ');
    expect(await of('module x\n\ngo 1.22\n')).toBe('0 1 2 ');
    expect(await of('')).toBe('0 1 2 ');
  });

  it('takes files named on the command line in the newest language, whatever go.mod says', async () => {
    const main = `package main

func main() {
	var all []func() int
	for i := 0; i < 3; i++ {
		all = append(all, func() int { return i })
	}
	for _, one := range all {
		print(one(), " ")
	}
}
`;
    const files = { 'go.mod': 'module example.com/old\n\ngo 1.21\n', 'main.go': main };
    expect((await runIn(files, 'go run .')).stderr).toBe('3 3 3 ');
    expect((await runIn(files, 'go run main.go')).stderr).toBe('0 1 2 ');
  });

  it('takes arguments, standard input and environment from the line', async () => {
    const main = `package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		fmt.Println(os.Args[1:], os.Getenv("WHO"), in.Text())
	}
	panic("end")
}
`;
    const files = { 'go.mod': goMod, 'main.go': main };
    const result = await runIn(files, "WHO=me GOTRACEBACK=none go run . -v 'a b' 2>&1 | cat", 'one\ntwo\n');
    expect(result.stdout).toBe('[-v a b] me one\n[-v a b] me two\npanic: end\nexit status 2\n');
  });

  it('tells a stack overflow as such', async () => {
    const main = 'package main\n\nfunc f(n int) int { return f(n+1) + 1 }\n\nfunc main() { f(0) }\n';
    const { status, stderr } = await runIn({ 'go.mod': goMod, 'main.go': main }, 'go run .');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^fatal error: stack overflow\n/);
    expect(stderr).toContain('\nmain.f(...)\n');
    expect(stderr).toMatch(/exit status 2\n$/);
  });

  it('prints what a deadlock prints', async () => {
    const main = 'package main\n\nfunc main() {\n\tc := make(chan int)\n\tc <- 1\n}\n';
    const { stderr } = await runIn({ 'go.mod': goMod, 'main.go': main }, 'go run .');
    expect(normalize(stderr)).toBe(`fatal error: all goroutines are asleep - deadlock!

goroutine N [chan send]:
main.main()
	/home/gopher/crash/main.go:5 +PC
exit status 2
`);
  });
});

describe('go build', { timeout: 60_000 }, () => {
  it('tells errors under the package’s name, with paths as seen from the folder', async () => {
    const files = {
      'go.mod': goMod,
      'main.go': 'package main\n\nimport "example.com/crash/store"\n\nfunc main() { store.X() }\n',
      'store/store.go': 'package store\n\nimport "fmt"\n\nfunc X() { y := 1 }\n',
    };
    const result = await runIn(files, 'go build .');
    expect(result).toEqual({
      status: 1,
      stdout: '',
      stderr:
        '# example.com/crash/store\nstore/store.go:3:8: "fmt" imported and not used\nstore/store.go:5:12: declared and not used: y\n',
    });
  });

  it.each([
    ['"nope/pkg"', 'main.go:3:8: package nope/pkg is not in std (/usr/local/go/src/nope/pkg)\n'],
    [
      '"example.com/crash/gone"',
      'main.go:3:8: no required module provides package example.com/crash/gone; to add it:\n\tgo get example.com/crash/gone\n',
    ],
    ['"C"', 'main.go:3:8: cgo is not available in the page\n'],
  ])('says why it cannot import %s', async (path, message) => {
    const files = { 'go.mod': goMod, 'main.go': `package main\n\nimport ${path}\n\nfunc main() {}\n` };
    expect(await runIn(files, 'go build')).toEqual({ status: 1, stdout: '', stderr: message });
  });

  it('tells every import it cannot have', async () => {
    const main = 'package main\n\nimport (\n\t"nope/a"\n\t"nope/b"\n)\n\nfunc main() {}\n';
    expect((await runIn({ 'go.mod': goMod, 'main.go': main }, 'go build')).stderr).toBe(
      'main.go:4:2: package nope/a is not in std (/usr/local/go/src/nope/a)\n' +
        'main.go:5:2: package nope/b is not in std (/usr/local/go/src/nope/b)\n',
    );
  });

  it('refuses other targets and newer languages', async () => {
    const files = { 'go.mod': 'module x\n\ngo 1.99\n', 'main.go': 'package main\n\nfunc main() {}\n' };
    expect((await runIn(files, 'go build')).stderr).toMatch(/^go: go.mod requires go >= 1.99 \(running go 1\./);
    expect((await runIn(files, 'GOOS=linux go build')).stderr).toBe(
      'go: GOOS=linux: the page builds for wasip1/wasm only\n',
    );
  });

  it('names the packages of std that are left out', async () => {
    const files = { 'go.mod': goMod, 'main.go': 'package main\n\nimport _ "go/ast"\n\nfunc main() {}\n' };
    const { stderr } = await runIn(files, 'go build');
    expect(stderr).toMatch(
      /^main.go:3:10: package go\/ast is in std but not shipped with the page: it has \d+ packages of go1\./,
    );
    expect(stderr).toContain('debug/elf, ');
  });

  it('says what it knows of modules it cannot fetch', async () => {
    const files = { 'go.mod': goMod, 'main.go': 'package main\n\nimport _ "github.com/x/y"\n\nfunc main() {}\n' };
    const { stderr } = await runIn(files, 'go build');
    expect(stderr).toContain(
      'no required module provides package github.com/x/y; to add it:\n\tgo get github.com/x/y\n',
    );
    expect(stderr).toContain('the page has no network');
  });

  it('writes a program that runs by its name', async () => {
    const files = { 'go.mod': goMod, 'main.go': 'package main\n\nimport "os"\n\nfunc main() { os.Exit(7) }\n' };
    expect((await runIn(files, 'go build && ./crash; echo $?')).stdout).toBe('7\n');
  });

  it('honors build tags and names', async () => {
    const files = {
      'go.mod': goMod,
      'main.go': 'package main\n\nfunc main() { println(which) }\n',
      'a.go': '//go:build !special\n\npackage main\n\nconst which = "usual"\n',
      'b.go': '//go:build special\n\npackage main\n\nconst which = "special"\n',
      'c_windows.go': 'package main\n\nconst which = "windows"\n',
    };
    expect((await runIn(files, 'go run .')).stderr).toBe('usual\n');
    expect((await runIn(files, 'go run -tags special .')).stderr).toBe('special\n');
  });

  it('takes a folder with a blank and Unicode in its name', async () => {
    const files = { 'go.mod': goMod, 'über uns/main.go': 'package main\n\nfunc main() { panic("x") }\n' };
    const { stderr } = await runIn(files, "cd 'über uns' && go run main.go");
    expect(stderr).toContain('/home/gopher/crash/über uns/main.go:3');
  });
});
