import { describe, expect, it } from 'vitest';
import { normalize, runIn } from './labs.ts';

const files = {
  'go.mod': 'module example.com/shop\n\ngo 1.23\n',
  'store/store.go': `package store

type Store struct{ m map[string]int }

func New() *Store { return &Store{m: map[string]int{}} }

func (s *Store) Put(k string, v int) { s.m[k] = v }

func (s *Store) Get(k string) int { return s.m[k] }

func third(xs []int) int { return xs[2] }
`,
  'store/store_test.go': `package store

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	fmt.Println("set up")
	os.Exit(m.Run())
}

func TestGet(t *testing.T) {
	for _, k := range []string{"a", "b"} {
		t.Run(k, func(t *testing.T) {
			if New().Get(k) != 0 {
				t.Error("not empty")
			}
		})
	}
}

func TestThird(t *testing.T) { third([]int{1}) }

func BenchmarkPut(b *testing.B) {
	s := New()
	for b.Loop() {
		s.Put("k", 1)
	}
}

func FuzzPut(f *testing.F) {
	f.Add("x", 1)
	f.Fuzz(func(t *testing.T, k string, v int) { New().Put(k, v) })
}
`,
  'store/external_test.go': `package store_test

import (
	"fmt"

	"example.com/shop/fill"
	"example.com/shop/store"
)

func ExampleStore_Get() {
	s := store.New()
	fill.Fill(s)
	fmt.Println(s.Get("filled"))
	// Output: 7
}
`,
  'fill/fill.go': `package fill

import "example.com/shop/store"

func Fill(s *store.Store) { s.Put("filled", 7) }
`,
};

describe('go test', { timeout: 90_000 }, () => {
  it('runs tests, subtests, seeds and examples of both packages', async () => {
    const { status, stdout } = await runIn(files, "go test -v -run 'Get|Put' ./store");
    expect(status).toBe(0);
    expect(normalize(stdout)).toBe(`set up
=== RUN   TestGet
=== RUN   TestGet/a
=== RUN   TestGet/b
--- PASS: TestGet (TIME)
    --- PASS: TestGet/a (TIME)
    --- PASS: TestGet/b (TIME)
=== RUN   FuzzPut
=== RUN   FuzzPut/seed#0
--- PASS: FuzzPut (TIME)
    --- PASS: FuzzPut/seed#0 (TIME)
=== RUN   ExampleStore_Get
--- PASS: ExampleStore_Get (TIME)
PASS
ok  	example.com/shop/store	TIME
`);
  });

  it('shows a panic of a test with both lines of its header', async () => {
    const { status, stdout } = await runIn(files, 'go test -run Third ./...');
    expect(status).toBe(1);
    const lines = normalize(stdout).split('\n');
    expect(lines[0]).toBe('?   \texample.com/shop/fill\t[no test files]');
    expect(lines).toContain('panic: runtime error: index out of range [2] with length 1 [recovered, repanicked]');
    expect(lines).toContain('example.com/shop/store.third(...)');
    expect(lines).toContain('\t/home/gopher/shop/store/store.go:11');
    expect(lines.slice(-3)).toEqual(['FAIL\texample.com/shop/store\tTIME', 'FAIL', '']);
  });

  it('reports benchmarks', async () => {
    const { stdout } = await runIn(files, 'cd store && go test -run XXX -bench . -benchtime 10x -benchmem');
    expect(stdout).toMatch(/^BenchmarkPut {1,}\t +10\t +[\d.]+ ns\/op\t +\d+ B\/op\t +\d+ allocs\/op$/m);
  });

  it('names packages of files as the go command does', async () => {
    const own = { 'panic_test.go': 'package p\n\nimport "testing"\n\nfunc TestP(*testing.T) { panic("own") }\n' };
    const { stdout } = await runIn({ 'go.mod': files['go.mod'], ...own }, 'go test ./panic_test.go');
    expect(stdout).toContain('command-line-arguments.TestP(');
    expect(stdout).toMatch(/\nFAIL\tcommand-line-arguments\t\d+\.\d{3}s\nFAIL\n$/);
  });

  it('stops when its time is over, and prints every goroutine', async () => {
    const own = {
      'go.mod': files['go.mod'],
      'slow_test.go':
        'package p\n\nimport (\n\t"testing"\n\t"time"\n)\n\nfunc TestSlow(*testing.T) { time.Sleep(time.Hour) }\n',
    };
    const { status, stdout } = await runIn(own, 'go test -timeout 50ms .');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^panic: test timed out after 50ms\n\trunning tests:\n\t\tTestSlow \(0s\)\n/);
    expect(stdout).toContain('[sleep]:');
  });

  it('refuses what its vet refuses', async () => {
    const own = {
      'go.mod': files['go.mod'],
      'a_test.go': 'package p\n\nimport "testing"\n\nfunc TestA(t *testing.T) { t.Logf("%d", "x") }\n',
    };
    const finding = './a_test.go:5:36: (*testing.common).Logf format %d has arg "x" of wrong type string\n';
    expect(await runIn(own, 'go test')).toEqual({
      status: 1,
      stdout: 'FAIL\texample.com/shop [build failed]\n',
      stderr: `# example.com/shop\n# [example.com/shop]\n${finding}`,
    });
    expect((await runIn(own, 'go test -vet=off')).status).toBe(0);
  });

  it('detects races with -race', async () => {
    const own = {
      'go.mod': files['go.mod'],
      'race_test.go': `package p

import "testing"

func TestRace(t *testing.T) {
	n, done := 0, make(chan bool)
	go func() { n++; done <- true }()
	n++
	<-done
}
`,
    };
    const { status, stdout } = await runIn(own, 'go test -race .');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^==================\nWARNING: DATA RACE\n/);
    expect(stdout).toContain('/home/gopher/shop/race_test.go:7');
    expect(stdout).toContain('race detected during execution of test');
  });
});

describe('go vet', { timeout: 60_000 }, () => {
  const vetted = {
    'go.mod': files['go.mod'],
    'main.go':
      'package main\n\nimport (\n\t"example.com/shop/lib"\n\t"sync"\n)\n\nfunc main() { lib.Say("%d", "x"); f(sync.Mutex{}) }\n\nfunc f(mu sync.Mutex) { mu.Lock() }\n',
    'lib/lib.go':
      'package lib\n\nimport "fmt"\n\nfunc Say(format string, args ...any) { fmt.Printf(format, args...) }\n',
  };

  it('finds a copied lock, and a format in a wrapper of another package', async () => {
    expect(await runIn(vetted, 'go vet ./...')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'main.go:8:24: example.com/shop/lib.Say format %d has arg "x" of wrong type string\n' +
        'main.go:10:11: f passes lock by value: sync.Mutex\n',
    });
  });

  it('runs one check alone, and says JSON', async () => {
    const { status, stdout } = await runIn(vetted, 'go vet -json -copylocks .');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      'example.com/shop': { copylocks: [{ posn: '/home/gopher/shop/main.go:10:11' }] },
    });
    expect(stdout).not.toContain('printf');
  });
});
