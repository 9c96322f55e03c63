import { describe, expect, it } from 'vitest';
import { createNodeLab, readManifest, runWhole, toolchainMissing } from '../../../src/cli/node-toolchain/index.ts';
import { describeExploration, explore, historyOf, seededChance } from '../../../src/toolchain/race/index.ts';
import type { RaceEvent } from '../../../src/toolchain/race/index.ts';
import {
  exploringRun,
  isOwnFrame,
  runScheduled,
  runSchedulesHere,
  schedulesFrom,
} from '../../../src/toolchain/wasi/index.ts';
import type { ScheduledEnd } from '../../../src/toolchain/wasi/index.ts';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';

const goMod = 'module example.com/shop\n\ngo 1.26\n';
/** The write is ordered before the read by the lock, unless the reader takes the lock first. */
const shop = `package main

import (
	"fmt"
	"sync"
)

var (
	mu    sync.Mutex
	lamps = 3
	last  = "nobody"
)

func buy(name string) {
	last = name
	mu.Lock()
	lamps--
	mu.Unlock()
}

func report() string {
	mu.Lock()
	n := lamps
	mu.Unlock()
	return fmt.Sprint(n, " lamps, the last to ", last)
}

func main() {
	var day sync.WaitGroup
	day.Add(2)
	go func() { defer day.Done(); buy("Ada") }()
	go func() { defer day.Done(); fmt.Println(report()) }()
	day.Wait()
}
`;

interface Explored {
  readonly ends: readonly ScheduledEnd[];
  readonly module: Uint8Array;
  readonly status: number;
  readonly stdout: string;
}

async function exploreLine(
  files: Readonly<Record<string, string>>,
  line: string,
  count: number,
  isStressed = false,
): Promise<Explored> {
  const manifest = await readManifest();
  if (manifest === undefined) throw new Error(toolchainMissing);
  const ends: ScheduledEnd[] = [];
  let module = new Uint8Array(0);
  const inSchedules = exploringRun(runSchedulesHere, schedulesFrom(1, count, isStressed), (end) => ends.push(end));
  const lab = createNodeLab(
    new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])),
    manifest,
    (program, context) => {
      module = program.module.slice();
      return inSchedules(program, context);
    },
  );
  const { status, stdout } = await runWhole(lab, line);
  return { ends, module, status, stdout };
}

describe('schedules by seed', { timeout: 180_000 }, () => {
  it('show a race that the usual order hides, in some of them, and say in how many', async () => {
    const { ends, status, stdout } = await exploreLine({ 'go.mod': goMod, 'main.go': shop }, 'go run -race .', 40);
    const exploration = explore(ends, isOwnFrame);
    expect(exploration.runs).toBe(40);
    expect(exploration.races.map(({ key }) => key)).toEqual([
      '/home/gopher/shop/main.go:15 ~ /home/gopher/shop/main.go:25',
    ]);
    expect(exploration.racyRuns).toBeGreaterThan(4);
    expect(exploration.racyRuns).toBeLessThan(36);
    expect(describeExploration(exploration)).toBe(`${exploration.racyRuns} of 40 schedules showed a data race.`);
    // What is shown is a run with the race, and ends as such a run does.
    expect(status).toBe(1);
    expect(stdout).toContain('WARNING: DATA RACE');
  });

  it.each([false, true])('give the same run again, down to addresses and output (stress: %s)', async (isStressed) => {
    const files = { 'go.mod': goMod, 'main.go': shop };
    const [first, second] = [
      await exploreLine(files, 'go run -race .', 12, isStressed),
      await exploreLine(files, 'go run -race .', 12, isStressed),
    ];
    expect(second.ends).toEqual(first.ends);
    expect(new Set(first.ends.map(({ output }) => output)).size).toBeGreaterThan(1);
  });

  it('give a history in which no path joins the two accesses', async () => {
    const { ends, module: bytes } = await exploreLine({ 'go.mod': goMod, 'main.go': shop }, 'go run -race .', 20);
    const racy = ends.find(({ races }) => races.length > 0);
    const events: RaceEvent[] = [];
    const again = runScheduled({
      module: await WebAssembly.compile(new Uint8Array(bytes)),
      args: ['shop'],
      env: {},
      cwd: '/home/gopher/shop',
      files: createFileSystem(),
      schedule: { seed: racy?.seed ?? 0, isStressed: false },
      limitMillis: 10_000,
      trace: { onEvent: (event) => events.push(event), isWanted: () => true },
    });
    const history = historyOf(events, again.races[0]);
    const accesses = [history.previous, history.current].map((index) => history.steps[index ?? -1]!);
    expect(accesses.map(({ site }) => site.line).sort()).toEqual([15, 25]);
    const [previous, current] = accesses;
    // The later one's clock does not know the epoch of the earlier one: that is the race.
    expect(current!.clock[previous!.own] ?? 0).toBeLessThan(previous!.clock[previous!.own]!);
    expect(history.edges.filter(({ kind }) => kind === 'start')).toHaveLength(2);
  });

  it('let sleeping programs jump to whoever wakes first, and end those that never would', async () => {
    const main = (body: string) =>
      `package main\n\nimport ("fmt"; "net"; "time")\n\nvar _ = time.Now\nvar _ net.Listener\n\nfunc main() {\n${body}\n}\n`;
    const began = performance.now();
    const slept = await exploreLine(
      { 'go.mod': goMod, 'main.go': main('time.Sleep(time.Hour); fmt.Println("an hour later")') },
      'go run -race .',
      2,
    );
    expect(slept.ends.map(({ output, reason }) => [output, reason])).toEqual([
      ['an hour later\n', 'exit'],
      ['an hour later\n', 'exit'],
    ]);
    expect(performance.now() - began).toBeLessThan(120_000);
    const listening = 'l, _ := net.Listen("tcp", "localhost:6060"); fmt.Println("listening"); l.Accept()';
    const stuck = await exploreLine({ 'go.mod': goMod, 'main.go': main(listening) }, 'go run -race .', 1);
    expect(stuck.ends.map(({ output, reason }) => [output, reason])).toEqual([['listening\n', 'waiting']]);
  });

  it('say so when nothing was built with -race', async () => {
    const { ends } = await exploreLine({ 'go.mod': goMod, 'main.go': shop }, 'go run .', 1);
    expect(ends.map(({ hasDetector }) => hasDetector)).toEqual([false]);
  });
});

describe('the random numbers of a seed', () => {
  it('are the same for the same seed, others for another, and spread over all bytes', () => {
    const bytesOf = (seed: number) => {
      const bytes = new Uint8Array(4096);
      seededChance(seed).fillBytes(bytes);
      return bytes;
    };
    expect(bytesOf(7)).toEqual(bytesOf(7));
    expect(bytesOf(8)).not.toEqual(bytesOf(7));
    expect(new Set(bytesOf(0)).size).toBe(256);
  });
});
