/**
 * What a learner waits for, measured with the tools that the site ships: a first build in a fresh process, warm builds
 * of a changed 60-line program up to its first output, a test run; beside native `go run` and `go test` of the same
 * sources in the same run. `npm run bench:sandbox [-- ROUNDS]`. The page itself is measured by its browser part.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeLab, readManifest, runLine, toolchainMissing } from '../src/cli/node-toolchain/index.ts';
import type { NodeLab } from '../src/cli/node-toolchain/index.ts';
import { runNatively } from '../scripts/labs/native.ts';
import { sizeReport } from '../scripts/toolchain/size-report.ts';

const goMod = 'module example.com/bench\n\ngo 1.26\n';

/** A program of 60 lines with nine imports; `round` makes each build one of a changed file. */
function program(round: number): string {
  return `package main

import (
	"errors"
	"fmt"
	"math/rand"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

const round = ${round}

type order struct {
	id    int
	items []string
	total float64
}

var errEmpty = errors.New("empty order")

func parse(line string) (order, error) {
	fields := strings.Split(line, ",")
	if len(fields) < 3 {
		return order{}, errEmpty
	}
	id, err := strconv.Atoi(fields[0])
	if err != nil {
		return order{}, fmt.Errorf("order %q: %w", fields[0], err)
	}
	total, err := strconv.ParseFloat(fields[1], 64)
	if err != nil {
		return order{}, err
	}
	return order{id: id, items: fields[2:], total: total}, nil
}

func main() {
	start := time.Now()
	var mu sync.Mutex
	var wg sync.WaitGroup
	var orders []order
	random := rand.New(rand.NewSource(round))
	for i := range 20 {
		line := fmt.Sprintf("%d,%.2f,a,b", i, random.Float64()*100)
		wg.Go(func() {
			o, err := parse(line)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
			mu.Lock()
			orders = append(orders, o)
			mu.Unlock()
		})
	}
	wg.Wait()
	sort.Slice(orders, func(i, j int) bool { return orders[i].total > orders[j].total })
	fmt.Println(len(orders), orders[0].id, time.Since(start) > 0)
}
`;
}

const testFile = `package main

import "testing"

func TestParse(t *testing.T) {
	if _, err := parse("1,2.5,x"); err != nil {
		t.Fatal(err)
	}
}
`;

/** Milliseconds from the start of a line to its first byte of output, and to its end. */
interface Waited {
  readonly first: number;
  readonly end: number;
}

async function wait(lab: NodeLab, line: string): Promise<Waited> {
  const started = performance.now();
  let first = 0;
  const stream = { isTerminal: false, write: () => void (first ||= performance.now() - started) };
  await runLine(lab, line, { stdout: stream, stderr: stream, input: (_type, end) => (end(), () => undefined) });
  return { first, end: performance.now() - started };
}

async function waitNatively(folder: string, line: string): Promise<number> {
  const started = performance.now();
  await runNatively(folder, line);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function show(what: string, millis: readonly number[]): void {
  const least = Math.min(...millis);
  console.log(
    `${what.padEnd(52)}${median(millis).toFixed(0).padStart(7)} ms median${least.toFixed(0).padStart(7)} best`,
  );
}

async function main(rounds: number): Promise<void> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  const encoder = new TextEncoder();
  const files = { 'go.mod': goMod, 'main.go': program(0), 'main_test.go': testFile };
  const lab = createNodeLab(
    new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
    manifest,
  );
  const folder = await mkdtemp(join(tmpdir(), 'faultline-bench-'));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);

  show('first go run of a process (tools compiled by V8)', [(await wait(lab, 'go run .')).first]);
  const [warm, tests, native, nativeTests]: number[][] = [[], [], [], []];
  for (let round = 1; round <= rounds; round++) {
    lab.files.writeFile(`${lab.cwd}/main.go`, program(round));
    await writeFile(join(folder, 'main.go'), program(round));
    warm?.push((await wait(lab, 'go run .')).first);
    native?.push(await waitNatively(folder, 'go run .'));
    tests?.push((await wait(lab, 'go test -count=1')).end);
    nativeTests?.push(await waitNatively(folder, 'go test -count=1'));
  }
  show('edit to first output, go run', warm ?? []);
  show('   native go run', native ?? []);
  show('edit to end, go test with its vet', tests ?? []);
  show('   native go test', nativeTests ?? []);
  console.log(`\n${sizeReport(manifest)}`);
  await rm(folder, { recursive: true, force: true });
}

await main(Number(process.argv[2] ?? 10));
