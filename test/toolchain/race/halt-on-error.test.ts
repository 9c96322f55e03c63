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

describe('a program with a race', { timeout: 120_000 }, () => {
  it.each([
    ['halt_on_error=1', 66],
    ['halt_on_error=1 exitcode=7', 7],
    ['halt_on_error=1 exitcode=0', 0],
  ])('ends at its first report with GORACE="%s" and status %i', async (options, status) => {
    const end = await runIn(files, `go build -race -o racy . && GORACE="${options}" ./racy`);
    expect(end).toMatchObject({ status, stdout: '' });
    expect(end.stderr).toMatch(/^==================\nWARNING: DATA RACE\n[\s\S]*\n==================\n$/);
  });

  it.each([
    ['', 66],
    ['exitcode=7', 7],
    ['exitcode=0', 0],
  ])('goes on to its end with GORACE="%s", and then has status %i', async (options, status) => {
    const end = await runIn(files, `go build -race -o racy . && GORACE="${options}" ./racy`);
    expect(end).toMatchObject({ status, stdout: 'went on\n' });
    expect(end.stderr).toContain('Found 1 data race(s)\n');
  });
});
