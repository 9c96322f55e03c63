import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { expectAccessible, useBrowser } from './open-page.ts';

const open = useBrowser();
const width = 360;
const lesson = 'lessons/the-line-that-panicked/index.html';
const exercise = '[data-exercise="the-line-that-panicked/half-judged"]';
const text = /^(?:text\/|application\/json|image\/svg)/;

/** A host that compresses text, as most do, and counts every byte that it sends, headers included. */
interface CountingHost {
  readonly url: string;
  readonly paths: readonly string[];
  sentBytes(): number;
  readonly server: Server;
}

const hosts: CountingHost[] = [];

afterEach(async () => {
  for (const { server } of hosts.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Serves the tested site once more, through gzip. */
async function startCountingHost(): Promise<CountingHost> {
  const site = new URL(inject('siteUrl'));
  const paths: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer(async (request, response) => {
    paths.push(request.url ?? '');
    const answer = await fetch(new URL(request.url ?? '/', site));
    const type = answer.headers.get('content-type') ?? 'text/plain';
    const body = new Uint8Array(await answer.arrayBuffer());
    const headers = { 'content-type': type, ...(text.test(type) ? { 'content-encoding': 'gzip' } : {}) };
    response.writeHead(answer.status, headers).end(text.test(type) ? gzipSync(body) : body);
  });
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host: CountingHost = {
    url: `http://localhost:${port}${site.pathname}`,
    paths,
    sentBytes: () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    server,
  };
  hosts.push(host);
  return host;
}

/** Taps the first own frame below the lowest `panic(` of the recording, then Check. */
async function solveByTaps(page: Page): Promise<void> {
  const trace = page.locator(`${exercise} .trace`);
  const below = trace.locator('li.boundary').last().locator('xpath=following-sibling::li[contains(@class, "own")][1]');
  await below.tap();
  expect(await below.getByRole('radio').isChecked()).toBe(true);
  await page.locator(exercise).getByRole('button', { name: 'Check' }).tap();
  await page.locator(`${exercise} [role=status][data-verdict=correct]`).waitFor({ timeout: 60_000 });
}

describe('a phone', () => {
  it('gets to a right verdict by a recording and taps alone, on less than 300 kB', async () => {
    const host = await startCountingHost();
    const { context } = await open('/about/', { width, isMobile: true, hasTouch: true });
    const page = await context.newPage();
    await page.goto(host.url + lesson);
    await solveByTaps(page);
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(host.paths.filter((path) => path.includes('/toolchain/'))).toEqual([]);
    expect(host.sentBytes()).toBeLessThan(300_000);
    await expectAccessible(page, exercise);
  });
});
