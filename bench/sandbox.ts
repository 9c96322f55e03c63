/**
 * What a learner waits for, beside native `go run` and `go test` of the same sources in the same run: the changed
 * 60-line program up to its first output, a test run, and the first builds of first and of second visits. Measured
 * under Node with the tools that the site ships, then in Chromium on the built site behind a plain static server.
 * `npm run bench:sandbox [-- ROUNDS [VISITS]]`, 10 of each by default.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium as engine, ensureBrowser } from '../scripts/setup/browser.ts';
import { ensureSite } from '../scripts/setup/build.ts';
import { dist } from '../scripts/setup/paths.ts';
import { serveFolder } from '../scripts/site/serve.ts';
import { createNodeLab, readManifest, runLine, toolchainMissing } from '../src/cli/node-toolchain/index.ts';
import type { NodeLab } from '../src/cli/node-toolchain/index.ts';
import { runNatively } from '../scripts/labs/native.ts';
import { sizeReport } from '../scripts/toolchain/size-report.ts';

/** As in the lab that the page part runs in. */
const goMod = 'module tally\n\ngo 1.21\n';

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
	for i := 0; i < 20; i++ {
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
	fmt.Println("round", round, len(orders), orders[0].id, time.Since(start) > 0)
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
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function show(what: string, millis: readonly number[]): void {
  const least = Math.min(...millis);
  console.log(
    `${what.padEnd(52)}${median(millis).toFixed(0).padStart(7)} ms median${least.toFixed(0).padStart(7)} best`,
  );
}

/** How far from native the medians are. */
function showRatio(ours: readonly number[], native: readonly number[]): void {
  console.log(`${'   times native'.padEnd(52)}${(median(ours) / median(native)).toFixed(2).padStart(7)}`);
}

function showLoad(when: string): void {
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(`load ${when} (1, 5, 15 minutes): ${load.join(', ')} on ${availableParallelism()} processors`);
}

async function benchNode(rounds: number, folder: string): Promise<void> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  const encoder = new TextEncoder();
  const files = { 'go.mod': goMod, 'main.go': program(0), 'main_test.go': testFile };
  const lab = createNodeLab(
    new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
    manifest,
  );
  console.log('\nUnder Node');
  show('first go run of a process (tools compiled by V8)', [(await wait(lab, 'go run .')).first]);
  const [warm, tests, native, nativeTests]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 1; round <= rounds; round++) {
    lab.files.writeFile(`${lab.cwd}/main.go`, program(round));
    await writeFile(join(folder, 'main.go'), program(round));
    warm.push((await wait(lab, 'go run .')).first);
    native.push(await waitNatively(folder, 'go run .'));
    tests.push((await wait(lab, 'go test -count=1')).end);
    nativeTests.push(await waitNatively(folder, 'go test -count=1'));
  }
  show('edit to first output, go run', warm);
  show('   native go run', native);
  showRatio(warm, native);
  show('edit to end, go test with its vet', tests);
  show('   native go test', nativeTests);
  showRatio(tests, nativeTests);
  console.log(`\n${sizeReport(manifest)}`);
}

/** A lab whose program can be changed and run in the page, as a learner does it. */
interface OpenLab {
  /** Milliseconds from the click on "Start lab" to tools that can build. */
  readonly readyMillis: number;
  /** Puts a program into the editor. */
  edit(source: string): Promise<void>;
  /** Milliseconds from Enter to the first row of the terminal that matches; resolves when the command has ended. */
  type(line: string, row: RegExp): Promise<number>;
  /** Bytes that came over the network so far, as they were encoded: of Go's tools, and of all else. */
  transferred(): Promise<Transferred>;
}

interface Transferred {
  readonly toolchain: number;
  readonly page: number;
}

const lessonPath = 'lessons/first-crash/';
const patienceMillis = 120_000;
/** A learner reads before the first build: the lab gets its offline copy in this time. */
const readingMillis = 3000;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** Visits the lesson with a profile, and waits until Go is ready and has built the lab once by itself. */
async function visit<Result>(profile: string, siteUrl: string, work: (lab: OpenLab) => Promise<Result>) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureBrowser(engine),
    args: [...flags, '--disable-component-update', '--disable-sync'],
  });
  try {
    context.setDefaultTimeout(patienceMillis);
    const transferred = countTransferred(context);
    const page = await context.newPage();
    // The worker of programs is started when the warm-up build is over.
    const isWarm = page.waitForEvent('worker', { predicate: (worker) => worker.url().includes('run.worker') });
    await page.goto(siteUrl + lessonPath);
    const started = performance.now();
    await page.getByRole('button', { name: 'Start lab' }).click();
    await page.locator('.lab-state', { hasText: 'runs in this page, on wasip1' }).waitFor();
    const readyMillis = performance.now() - started;
    await page.getByRole('textbox', { name: 'Terminal 2', exact: true }).waitFor();
    await isWarm;
    await page.waitForTimeout(readingMillis);
    const edit = (source: string): Promise<void> => editProgram(page, source);
    const type = (line: string, row: RegExp): Promise<number> => typeLine(page, line, row);
    return await work({ readyMillis, edit, type, transferred });
  } finally {
    await context.close();
  }
}

/** Counts each address once: what the service worker keeps comes from the browser's own cache. */
function countTransferred(context: BrowserContext): OpenLab['transferred'] {
  const sizes = new Map<string, Promise<number>>();
  context.on('requestfinished', (request) => {
    if (sizes.has(request.url())) return;
    const size = request.sizes().then(({ responseBodySize }) => Math.max(0, responseBodySize));
    sizes.set(
      request.url(),
      size.catch(() => 0),
    );
  });
  return async () => {
    let [toolchain, page] = [0, 0];
    for (const [url, size] of sizes) {
      if (url.includes('/toolchain/')) toolchain += await size;
      else page += await size;
    }
    return { toolchain, page };
  };
}

async function editProgram(page: Page, source: string): Promise<void> {
  await page.getByRole('textbox', { name: 'main.go', exact: true }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(source);
}

async function typeLine(page: Page, line: string, row: RegExp): Promise<number> {
  const records = page.getByRole('region', { name: 'Terminal transcript' }).getByRole('article');
  const count = await records.count();
  await page.getByRole('textbox', { name: 'Terminal 1', exact: true }).focus();
  // An empty screen: no row of an earlier command matches.
  await page.keyboard.press('Control+l');
  await page.keyboard.type(line);
  const watch = await page.evaluateHandle(watchTerminal, { pattern: row.source, patienceMillis });
  await page.keyboard.press('Enter');
  const millis = await watch.evaluate(({ firstOutput }) => firstOutput);
  await records
    .nth(count)
    .getByText(/exit status \d/)
    .first()
    .waitFor();
  return millis;
}

/** Runs in the page: the clock starts at the key and stops when the screen shows the row. */
function watchTerminal(watched: { pattern: string; patienceMillis: number }): { firstOutput: Promise<number> } {
  const rows = document.querySelector('.xterm-rows');
  if (!rows) throw new Error('the terminal has no rows');
  const pattern = new RegExp(watched.pattern);
  const texts = (): string[] => [...rows.children].map((row) => row.textContent ?? '');
  const firstOutput = new Promise<number>((resolve, reject) => {
    let started = 0;
    document.addEventListener('keydown', ({ key }) => key === 'Enter' && (started ||= performance.now()), {
      capture: true,
    });
    const observer = new MutationObserver(() => {
      if (started === 0 || !texts().some((text) => pattern.test(text))) return;
      observer.disconnect();
      resolve(performance.now() - started);
    });
    observer.observe(rows, { childList: true, subtree: true, characterData: true });
    const giveUp = (): void => reject(new Error(`no row ${pattern} in:\n${texts().join('\n')}`));
    setTimeout(giveUp, watched.patienceMillis);
  });
  // Held here until it is asked for.
  firstOutput.catch(() => undefined);
  return { firstOutput };
}

const outputOf = (round: number): RegExp => new RegExp(`^round\\s${round}\\s20\\s`);

async function firstBuild(lab: OpenLab, round: number): Promise<number> {
  await lab.edit(program(round));
  return lab.type('go run .', outputOf(round));
}

/** Warm builds and test runs in the page, each followed by the native one of the same sources. */
async function benchRounds(lab: OpenLab, rounds: number, folder: string): Promise<void> {
  const [warm, tests, native, nativeTests]: [number[], number[], number[], number[]] = [[], [], [], []];
  await firstBuild(lab, 0);
  const escaped = JSON.stringify(testFile).slice(1, -1).replaceAll('\\"', '"');
  await lab.type(`printf '%b' '${escaped}' > main_test.go; go test -count=1`, /^ok\s/);
  for (let round = 1; round <= rounds; round++) {
    await writeFile(join(folder, 'main.go'), program(round));
    warm.push(await firstBuild(lab, round));
    native.push(await waitNatively(folder, 'go run .'));
    tests.push(await lab.type('go test -count=1', /^ok\s/));
    nativeTests.push(await waitNatively(folder, 'go test -count=1'));
  }
  show('edit to first output on the screen, go run', warm);
  show('   native go run', native);
  showRatio(warm, native);
  show('Enter to the verdict on the screen, go test', tests);
  show('   native go test', nativeTests);
  showRatio(tests, nativeTests);
}

/** First and second visits by turns, each pair in a profile of its own; the native runs between them are the measure. */
async function benchVisits(siteUrl: string, visits: number, folder: string): Promise<void> {
  const [ready, first, again, second, native]: number[][] = [[], [], [], [], []];
  let download: Transferred | undefined;
  for (let round = 1; round <= visits; round++) {
    const profile = await mkdtemp(join(tmpdir(), 'faultline-profile-'));
    await visit(profile, siteUrl, async (lab) => {
      ready?.push(lab.readyMillis);
      first?.push(await firstBuild(lab, round));
      download ??= await lab.transferred();
    });
    await visit(profile, siteUrl, async (lab) => {
      again?.push(lab.readyMillis);
      second?.push(await firstBuild(lab, 1000 + round));
    });
    await writeFile(join(folder, 'main.go'), program(2000 + round));
    native?.push(await waitNatively(folder, 'go run .'));
    await rm(profile, { recursive: true, force: true });
  }
  show('first visit: "Start lab" to tools ready', ready ?? []);
  show('first visit: first build after the idle warm-up', first ?? []);
  showRatio(first ?? [], native ?? []);
  show('second visit: "Start lab" to tools ready', again ?? []);
  show('second visit: first build after the idle warm-up', second ?? []);
  showRatio(second ?? [], native ?? []);
  show('   native go run', native ?? []);
  const megabytes = (bytes = 0): string => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(
    `first visit, transferred up to that output, as served: Go's tools ${megabytes(download?.toolchain)}, page and lab ${megabytes(download?.page)}`,
  );
}

async function benchChromium(rounds: number, visits: number, folder: string): Promise<void> {
  ensureSite();
  // A copy: a build of the site while this runs would take its files away.
  const site = join(folder, 'site');
  await cp(dist, site, { recursive: true });
  const server = await serveFolder(site);
  const profile = await mkdtemp(join(tmpdir(), 'faultline-profile-'));
  try {
    console.log(`\nIn Chromium, ${rounds} rounds`);
    await visit(profile, server.url, (lab) => benchRounds(lab, rounds, folder));
    console.log(`\nIn Chromium, ${visits} first and second visits`);
    await benchVisits(server.url, visits, folder);
  } finally {
    await server.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function main(rounds: number, visits: number): Promise<void> {
  showLoad('at the start');
  const folder = await mkdtemp(join(tmpdir(), 'faultline-bench-'));
  const files = { 'go.mod': goMod, 'main.go': program(0), 'main_test.go': testFile };
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  try {
    await benchNode(rounds, folder);
    await benchChromium(rounds, visits, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log();
  showLoad('at the end');
}

await main(Number(process.argv[2] ?? 10), Number(process.argv[3] ?? 10));
