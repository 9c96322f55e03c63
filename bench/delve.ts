/**
 * Delve in wasm beside native Delve, on the same cores and commands, in the same run: the first prompt and each command
 * under Node, then in Chromium from the cold address /try/core/ of the built site.
 *
 *   npm run bench:delve [-- VISITS]      needs `npm run toolchain`; native times need `dlv` on the PATH, or DLV=/path/to/dlv
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { recordingsOf, replay, type Timing } from '../scripts/delve/compare.ts';
import { LAB_TIME_MILLIS, labFiles } from '../scripts/delve/lab-files.ts';
import { DelveSession } from '../scripts/delve/session.ts';
import { chromium as engine, ensureBrowser } from '../scripts/setup/browser.ts';
import { ensureSite } from '../scripts/setup/build.ts';
import { dist, root, toolchainFolder } from '../scripts/setup/paths.ts';
import { serveFolder } from '../scripts/site/serve.ts';
import { delveManifestPath } from '../src/toolchain/delve/index.ts';
import type { DelveManifest } from '../src/toolchain/delve/index.ts';

const cores = join(root, 'test/fixtures/delve-core');
const lesson = join(root, 'content/lessons/11-delve-root-cause/lab');
const dlv = process.env['DLV'] ?? 'dlv';
const patienceMillis = 120_000;
/** What a learner types on the core of /try/core/. */
const typed = ['stack', 'frame 10', 'args', 'locals', 'print err', 'print id', 'frame 11', 'locals', 'print id'];
/** Of the line that is simulated; a home with cable or fiber has more. */
const line = { megabits: 50, latencyMillis: 20 };
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

type Files = ReadonlyMap<string, Uint8Array>;

/** Milliseconds to the first prompt, then of each command. */
interface Session {
  readonly prompt: number;
  readonly commands: readonly number[];
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function show(what: string, { prompt, commands }: Session): void {
  const [middle, worst] = [median(commands), Math.max(...commands)];
  const cells = [`first prompt ${millis(prompt)}`, `command median ${millis(middle)}`, `worst ${millis(worst)}`];
  console.log(`${what.padEnd(36)}${cells.map((cell) => cell.padEnd(28)).join('')}${commands.length} commands`);
}

function millis(value: number | undefined): string {
  return value === undefined ? 'not measured' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function sessionOf(timings: readonly Timing[]): Session {
  const [first, ...rest] = timings.map((timing) => timing.millis);
  return { prompt: first ?? 0, commands: rest };
}

/** The same commands in native Delve; undefined where there is none. */
async function timeNative(files: Files, name: string, commands: readonly string[]): Promise<Session | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-delve-'));
  try {
    for (const [path, bytes] of files) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes, { mode: 0o755 });
      await utimes(target, LAB_TIME_MILLIS / 1000, LAB_TIME_MILLIS / 1000);
    }
    const timings = await runNative(folder, name, commands);
    return timings.length === 0 ? undefined : sessionOf(timings);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runNative(folder: string, name: string, commands: readonly string[]): Promise<readonly Timing[]> {
  const args = ['core', '--allow-non-terminal-interactive=true', `./${name}`, './core'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_CONFIG_HOME: folder, TERM: 'dumb' };
  return new Promise((resolve) => {
    const timings: Timing[] = [];
    let started = performance.now();
    const child = spawn(dlv, args, { cwd: folder, env });
    const session = new DelveSession(commands, (text) => child.stdin.write(text));
    child.on('error', () => resolve([]));
    child.on('close', () => resolve(timings));
    child.stdout.on('data', (chunk: Buffer) => {
      session.take(chunk.toString('utf8'));
      if (!session.isAtPrompt) return;
      timings.push({ command: commands[timings.length - 1] ?? '', millis: performance.now() - started });
      started = performance.now();
      session.advance();
    });
  });
}

async function benchNode(): Promise<void> {
  const manifest = JSON.parse(await readFile(join(toolchainFolder, delveManifestPath), 'utf8')) as DelveManifest;
  const bytes = await readFile(join(toolchainFolder, manifest.module.url));
  const started = performance.now();
  const module = await WebAssembly.compile(bytes);
  console.log(`\nUnder Node; compiling the module took ${millis(performance.now() - started)}`);
  for (const [name, { exchanges }] of recordingsOf(cores)) {
    const commands = exchanges.flatMap(({ command }) => (command === undefined || command === 'exit' ? [] : [command]));
    show(name, sessionOf((await replay(module, cores, name, commands)).timings));
    showNative(await timeNative(labFiles(cores, name), name, commands));
  }
}

function showNative(session: Session | undefined): void {
  if (session === undefined) console.log('   native Delve: not measured, there is no dlv on the path');
  else show('   native Delve', session);
}

/** One visit to /try/core/ with an empty cache: to the first prompt, then the commands. */
interface Visit extends Session {
  readonly transferred: Readonly<Record<'delve' | 'core' | 'page', number>>;
}

async function visitCold(url: string, isThrottled: boolean): Promise<Visit> {
  const profile = await mkdtemp(join(tmpdir(), 'faultline-profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureBrowser(engine),
    args: [...flags, '--disable-component-update', '--disable-sync'],
  });
  try {
    context.setDefaultTimeout(patienceMillis);
    const transferred = countTransferred(context);
    const page = await context.newPage();
    if (isThrottled) await throttle(context, page);
    const started = performance.now();
    await page.goto(`${url}try/core/`);
    await page.evaluate(firstPrompt, patienceMillis);
    const prompt = performance.now() - started;
    const commands: number[] = [];
    await page.getByRole('textbox', { name: 'Terminal 1', exact: true }).focus();
    for (const command of typed) commands.push(await timeCommand(page, command));
    return { prompt, commands, transferred: await transferred() };
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function throttle(context: BrowserContext, page: Page): Promise<void> {
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  const bytesPerSecond = (line.megabits * 1e6) / 8;
  await client.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: line.latencyMillis,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
}

/** Runs in the page: resolves when the transcript, which is the screen as text, ends with Delve's prompt. */
function firstPrompt(patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('.lab-record pre')?.textContent?.endsWith('(dlv) ')) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    setTimeout(() => reject(new Error('no prompt came')), patience);
  });
}

/** Milliseconds from Enter to the next prompt on the screen. */
async function timeCommand(page: Page, command: string): Promise<number> {
  // A terminal draws only while it can be seen.
  await page.locator('.xterm-rows').first().scrollIntoViewIfNeeded();
  await page.keyboard.type(command);
  const watch = await page.evaluateHandle(watchPrompt, patienceMillis);
  await page.keyboard.press('Enter');
  return watch.evaluate(({ answered }) => answered);
}

/** Runs in the page: the clock starts at the key and stops when the prompt is open again. */
function watchPrompt(patience: number): { answered: Promise<number> } {
  const rows = document.querySelector('.xterm-rows');
  if (rows === null) throw new Error('the terminal has no rows');
  const answered = new Promise<number>((resolve, reject) => {
    let started = 0;
    const start = ({ key }: KeyboardEvent): void => void (key === 'Enter' && (started ||= performance.now()));
    document.addEventListener('keydown', start, { capture: true });
    const observer = new MutationObserver(() => {
      const last = [...rows.children].map((row) => row.textContent?.trim() ?? '').findLast((text) => text !== '');
      if (started === 0 || last !== '(dlv)') return;
      observer.disconnect();
      resolve(performance.now() - started);
    });
    observer.observe(rows, { childList: true, subtree: true, characterData: true });
    setTimeout(() => reject(new Error('no prompt came back')), patience);
  });
  // Held here until it is asked for.
  answered.catch(() => undefined);
  return { answered };
}

/** Counts what crosses the network, as it is encoded there, each address once. */
function countTransferred(context: BrowserContext): () => Promise<Visit['transferred']> {
  const sizes = new Map<string, Promise<number>>();
  context.on('requestfinished', (request) => {
    if (request.method() === 'HEAD' || sizes.has(request.url())) return;
    const size = request.sizes().then(({ responseBodySize }) => Math.max(0, responseBodySize));
    sizes.set(
      request.url(),
      size.catch(() => 0),
    );
  });
  return async () => {
    const sums = { delve: 0, core: 0, page: 0 };
    for (const [url, size] of sizes)
      sums[url.includes('/toolchain/') ? 'delve' : url.includes('/files/') ? 'core' : 'page'] += await size;
    return sums;
  };
}

async function benchChromium(visits: number): Promise<void> {
  await ensureSite();
  const folder = await mkdtemp(join(tmpdir(), 'faultline-bench-'));
  // A copy: a build of the site while this runs would take its files away.
  await cp(process.env['DIST'] ?? dist, folder, { recursive: true });
  const server = await serveFolder(folder);
  try {
    console.log(
      `\nIn Chromium, ${visits} visits to /try/core/ with an empty cache: address to prompt, Enter to prompt`,
    );
    await showVisits('served from this machine', server.url, visits, false);
    await showVisits(`on a line of ${line.megabits} Mbit/s, ${line.latencyMillis} ms`, server.url, visits, true);
    const files = await lessonFiles();
    const native: Session[] = [];
    for (let round = 0; round < visits; round++) {
      const session = await timeNative(files, 'shop', typed);
      if (session !== undefined) native.push(session);
    }
    showNative(merged(native));
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function showVisits(what: string, url: string, visits: number, isThrottled: boolean): Promise<void> {
  const done: Visit[] = [];
  for (let round = 0; round < visits; round++) done.push(await visitCold(url, isThrottled));
  const all = merged(done);
  if (all !== undefined) show(what, all);
  const slowest = Math.max(...done.map(({ prompt }) => prompt));
  const parts = Object.entries(done[0]?.transferred ?? {}).map(
    ([part, bytes]) => `${part} ${(bytes / 1e6).toFixed(2)}`,
  );
  console.log(`   slowest first prompt ${millis(slowest)}; transferred, in MB: ${parts.join(', ')}`);
}

/** Several sessions as one: the median first prompt, and all commands. */
function merged(sessions: readonly Session[]): Session | undefined {
  const prompt = median(sessions.map((session) => session.prompt));
  return prompt === undefined ? undefined : { prompt, commands: sessions.flatMap(({ commands }) => commands) };
}

/** The files that the lab of /try/core/ has. */
async function lessonFiles(): Promise<Files> {
  const unpack = async (file: string): Promise<Uint8Array> => gunzipSync(await readFile(join(lesson, file)));
  return new Map([
    ['shop', await unpack('shop.gz')],
    ['core', await unpack('core.gz')],
    ['main.go', await readFile(join(lesson, 'main.go'))],
  ]);
}

function showLoad(when: string): void {
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(`load ${when} (1, 5, 15 minutes): ${load.join(', ')} on ${availableParallelism()} processors`);
}

showLoad('at the start');
await benchNode();
await benchChromium(Number(process.argv[2] ?? 5));
console.log();
showLoad('at the end');
