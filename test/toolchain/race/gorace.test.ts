import { describe, expect, it } from 'vitest';
import { runIn } from '../lab/labs.ts';

const files = {
  'go.mod': 'module example.com/racy\n\ngo 1.26\n',
  'main.go': `package main

import "fmt"

func main() {
	n, done := 0, make(chan bool)
	go func() { n++; close(done) }()
	n++
	<-done
	fmt.Println("went on")
}
`,
};
const report = /^==================\nWARNING: DATA RACE\n[\s\S]*\n==================\nFound 1 data race\(s\)\n$/;
const run = (gorace: string, then = '') => runIn(files, `go build -race -o racy . && GORACE="${gorace}" ./racy${then}`);

describe('GORACE', { timeout: 120_000 }, () => {
  it('writes reports to the file of log_path with the process id behind it', async () => {
    const end = await run('log_path=race.log', '; cat race.log.*; ls');
    expect(end.stderr).toBe('');
    const [first, ...rest] = end.stdout.split('==================\n');
    expect(first).toBe('went on\n');
    expect(rest.join('')).toContain('WARNING: DATA RACE');
    expect(end.stdout).toMatch(/Found 1 data race\(s\)\n[\s\S]*^race\.log\.\d+$/m);
  });

  it('writes reports to standard output with log_path=stdout', async () => {
    const end = await run('log_path=stdout');
    expect(end).toMatchObject({ status: 66, stderr: '' });
    expect(end.stdout.replace('went on\n', '')).toMatch(report);
  });

  it.each([
    ['/home/gopher/', 'racy/main.go:'],
    ['racy/', 'main.go:'],
    ['/nowhere/', '/home/gopher/racy/main.go:'],
  ])('cuts paths up to and with strip_path_prefix=%s', async (prefix, path) => {
    const { stderr } = await run(`strip_path_prefix=${prefix}`);
    const places = stderr.split('\n').filter((line) => line.includes('main.go:'));
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) expect(place.startsWith(`      ${path}`)).toBe(true);
  });

  it.each(['history_size=7', 'history_size=0 atexit_sleep_ms=0', 'nonsense=1,=2, exitcode'])(
    'takes "%s" and reports as without',
    async (options) => {
      const end = await run(options);
      expect(end).toMatchObject({ status: 66, stdout: 'went on\n' });
      expect(end.stderr).toMatch(report);
    },
  );

  it('lets a test fail with exit status 1 and end as testing says', async () => {
    const tested = {
      'go.mod': files['go.mod'],
      'racy_test.go': `package racy

import "testing"

func TestRacy(t *testing.T) {
	n, done := 0, make(chan bool)
	go func() { n++; close(done) }()
	n++
	<-done
}
`,
    };
    const end = await runIn(tested, 'GORACE="strip_path_prefix=/home/gopher/" go test -race -vet=off');
    expect(end.status).toBe(1);
    expect(end.stdout).toContain('testing.go:');
    expect(end.stdout).toContain('race detected during execution of test');
    expect(end.stdout + end.stderr).toContain('      racy/racy_test.go:');
  });
});
