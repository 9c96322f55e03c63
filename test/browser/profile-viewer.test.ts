import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Download, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { packProfile, type Profile } from '../../src/analysis/pprof/index.ts';
import { root } from '../../scripts/setup/paths.ts';
import { expectToolchain, keepFiles, startLab } from './lab-page.ts';
import { expectAccessibleInEveryLook, expectOwnOrigin, useBrowser } from './open-page.ts';

const open = useBrowser();
const profiles = join(root, 'test', 'fixtures', 'pprof', 'profiles', 'go1.26.8');
const dumps = join(root, 'test', 'fixtures', 'heapdump');
const before = fileOf('heap.old', readFileSync(join(profiles, 'before.heap.pb.gz')));
const after = fileOf('heap.new', readFileSync(join(profiles, 'after.heap.pb.gz')));
const later = fileOf('heap.later', readFileSync(join(profiles, 'later.heap.pb.gz')));

type GivenFile = ReturnType<typeof fileOf>;

function fileOf(name: string, buffer: Buffer) {
  return { name, mimeType: 'application/octet-stream', buffer };
}

async function give(page: Page, files: readonly GivenFile[]): Promise<Locator> {
  await page.locator('evidence-desk input[type=file]').setInputFiles([...files]);
  const viewer = page.locator('profile-viewer');
  await viewer.getByRole('tab', { selected: true }).waitFor();
  await expect.poll(() => viewer.getAttribute('aria-busy'), { timeout: 30_000 }).toBeNull();
  return viewer;
}

async function show(viewer: Locator, view: string): Promise<void> {
  await viewer.getByRole('tab', { name: view, exact: true }).click();
  await expect.poll(() => viewer.getAttribute('aria-busy'), { timeout: 30_000 }).toBeNull();
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

describe('the profile viewer', () => {
  it('compares the newest file with the oldest, and says what 100 % is', async () => {
    const { page, requests, problems } = await open('/analyze/');
    const viewer = await give(page, [after, before]);
    await viewer.getByText('100 % is the base, 3.02MB, so growth can pass 100 %.').waitFor();
    const row = viewer.getByRole('row', { name: /main\.attach/ });
    await expect.poll(() => row.innerText()).toContain('growing');
    expect(await viewer.getByRole('row', { name: /MakeNoZero/ }).innerText()).toContain(
      'not distinguishable from noise',
    );
    expect(await viewer.locator('.profile-command').innerText()).toContain(
      'go tool pprof -top -diff_base=heap.old heap.new',
    );
    await viewer.getByLabel('Compare').selectOption('base');
    await viewer.getByText('100 % is all changes together').waitFor();
    await viewer.getByLabel('Compare').selectOption('normalize');
    await viewer.getByText('growth as a whole is gone from it').waitFor();
    expect(page.url()).toContain('mode=normalize');
    expectOwnOrigin(requests);
    expect(problems).toEqual([]);
  });

  it('sorts by its header and walks its rows by the arrow keys', async () => {
    const { page } = await open('/analyze/');
    const viewer = await give(page, [after]);
    const header = viewer.getByRole('columnheader', { name: 'Cum', exact: true });
    await header.getByRole('button').click();
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending');
    await viewer.locator('tbody tr').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => (document.activeElement as HTMLTableRowElement).rowIndex)).toBe(2);
    await viewer.getByLabel('Search functions').fill('attach');
    await viewer.getByText(/1 of \d+ match/).waitFor();
  });

  it('lets one walk, zoom and search the flame graph of a difference by keyboard', async () => {
    const { page, problems } = await open('/analyze/');
    const viewer = await give(page, [before, after]);
    await viewer.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    const graph = viewer.getByRole('application', { name: 'Flame graph' });
    await graph.waitFor();
    await expect.poll(() => viewer.locator('.profile-flame').getAttribute('data-drawn')).toMatch(/^[1-9]/);
    await graph.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
    const words = viewer.locator('.flame-words');
    expect(await words.innerText()).toMatch(
      /^main\.attach, inlined into its caller: \+15\.68MB, 518\.67%, grew; .*level 5/,
    );
    await page.keyboard.press('ArrowRight');
    expect(await words.innerText()).toMatch(/^main\.describe/);
    await page.keyboard.press('ArrowUp');
    expect(await words.innerText()).toMatch(/^main\.newOrder/);
    await page.keyboard.press('Enter');
    await viewer.getByText('Zoomed to main.newOrder.').waitFor();
    await page.keyboard.press('Escape');
    await viewer.getByText('Zoomed to main.take.').waitFor();
    await viewer.getByLabel('Search the graph').fill('attach');
    await viewer.getByText(/1 with “attach”, 96\.91% of the whole width/).waitFor();
    await viewer.getByText('The same as a table').click();
    await viewer.getByRole('rowheader', { name: /main\.attach \(inline\)/ }).waitFor();
    expect(problems).toEqual([]);
  });

  it.each(['Table', 'Flame graph', 'Call graph', 'Source', 'Text', 'Slopes'])(
    'shows %s in light, in dark and on a phone without a barrier',
    async (view) => {
      const { page, problems } = await open('/analyze/');
      const viewer = await give(page, [before, after, later]);
      await show(viewer, view);
      if (view === 'Source') await viewer.getByLabel('Functions that match').fill('attach');
      await expectAccessibleInEveryLook(page, 'profile-viewer');
      expect(problems).toEqual([]);
    },
  );

  it('draws the call graph that pprof draws, of shapes and words alone', async () => {
    const { page } = await open('/analyze/');
    const viewer = await give(page, [after]);
    await show(viewer, 'Call graph');
    const picture = viewer.getByRole('img', { name: /Call graph/ });
    await picture.waitFor({ timeout: 30_000 });
    expect(await picture.locator('text').allTextContents()).toContain('attach');
    expect(await picture.locator('a, script, style, foreignObject, image, use').count()).toBe(0);
    const width = async () => Number(await picture.getAttribute('width'));
    const fitted = await width();
    await viewer.getByRole('region', { name: /Call graph/ }).focus();
    await page.keyboard.press('+');
    expect(await width()).toBeGreaterThan(fitted);
    await page.keyboard.press('0');
    expect(await width()).toBe(fitted);
  });

  it('prints what pprof prints, and says where sources are missing', async () => {
    const { page } = await open('/analyze/');
    const viewer = await give(page, [after]);
    await show(viewer, 'Text');
    const report = viewer.getByRole('region', { name: 'Report' });
    const native = readFileSync(join(root, 'test', 'fixtures', 'pprof', 'out', '036-top.txt'), 'utf8');
    await expect.poll(() => report.textContent()).toBe(native);
    await viewer.getByRole('combobox', { name: 'Report' }).selectOption('tree');
    await expect.poll(() => report.innerText()).toContain('calls calls%');
    await show(viewer, 'Source');
    await viewer.getByLabel('Functions that match').fill('main.attach');
    await viewer.getByText('Some sources are not in this page').waitFor();
  });

  it.each(['Table', 'Flame graph', 'Call graph', 'Text', 'Slopes'])('saves %s as SVG and as PNG', async (view) => {
    const { page, problems } = await open('/analyze/');
    const viewer = await give(page, [before, after, later]);
    await show(viewer, view);
    const saved = page.waitForEvent('download');
    await viewer.getByRole('button', { name: 'Save as SVG' }).click();
    const text = (await bytesOf(await saved)).toString('utf8');
    const element = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      return parsed.querySelector('parsererror')?.textContent ?? parsed.documentElement.localName;
    }, text);
    expect(element).toBe('svg');
    expect(text).not.toMatch(/var\(|light-dark|<script|href=/);
    const drawn = page.waitForEvent('download');
    await viewer.getByRole('button', { name: 'Save as PNG' }).click();
    expect((await bytesOf(await drawn)).subarray(1, 4).toString()).toBe('PNG');
    expect(problems).toEqual([]);
  });

  it('draws no box that cannot be seen, however many samples there are', async () => {
    const { page } = await open('/analyze/');
    const viewer = await give(page, [fileOf('large.pb.gz', Buffer.from(packProfile(manyStacks(100_000))))]);
    await show(viewer, 'Flame graph');
    const graph = viewer.locator('.profile-flame');
    const width = await viewer.locator('.flame').evaluate((frame) => frame.clientWidth);
    await expect.poll(() => graph.getAttribute('data-drawn'), { timeout: 60_000 }).toMatch(/^\d+$/);
    const drawn = Number(await graph.getAttribute('data-drawn'));
    expect(drawn).toBeGreaterThan(1000);
    expect(drawn).toBeLessThanOrEqual(width * 2 * 14);
    await viewer.getByText(/branches narrower than half a pixel are not drawn/).waitFor();
    await viewer.getByRole('application').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await viewer.getByText(/^Zoomed to main\.f/).waitFor();
  });

  it('says what is wrong with files that are no profiles', async () => {
    const { page } = await open('/analyze/');
    const bomb = fileOf('bomb.pb.gz', gzipSync(Buffer.alloc(300 * 1024 * 1024)));
    const cut = fileOf('cut.pb.gz', after.buffer.subarray(0, 300));
    await page.locator('evidence-desk input[type=file]').setInputFiles([bomb, cut]);
    const findings = page.getByRole('region', { name: 'Findings' });
    await findings.getByText(/A profile of this size is not read here/).waitFor({ timeout: 60_000 });
    await findings.getByText(/The file is cut off/).waitFor();
    expect(await page.locator('profile-viewer').count()).toBe(0);
  });

  it('opens from the terminal with -http, on the files of the lab', async () => {
    expectToolchain();
    const { page, problems } = await open('/lessons/who-holds-it/');
    await keepFiles(page, 'who-holds-it', {
      '/home/gopher/heap.old': before.buffer,
      '/home/gopher/heap.new': after.buffer,
    });
    const lab = await startLab(page);
    const printed = await lab.run('go tool pprof -http=:0 -diff_base=../heap.old ../heap.new');
    expect(printed).toContain('Serving web UI on ');
    expect(printed).toContain('#lab-profile');
    const viewer = page.getByRole('region', { name: 'Profile viewer' });
    await viewer.getByRole('application', { name: 'Flame graph' }).waitFor();
    await viewer.getByText('100 % is the base, 3.02MB').waitFor();
    await viewer.getByRole('button', { name: 'Close the viewer' }).click();
    expect(await viewer.count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe('the picture of a heap dump', () => {
  it('draws the holders and the pinned slice, with the same as tables', async () => {
    const { page, problems } = await open('/analyze/');
    const dump = gunzipSync(readFileSync(join(dumps, 'subslice-go1.26.8-amd64.heapdump.gz')));
    await page.locator('evidence-desk input[type=file]').setInputFiles([fileOf('heap.dump', dump)]);
    const picture = page.locator('heap-picture');
    await picture.getByRole('img', { name: /A tree of holders/ }).waitFor({ timeout: 30_000 });
    await picture.getByRole('img', { name: /slice of length 16, capacity 4096/ }).waitFor();
    for (const summary of await picture.getByText('The same as a table').all()) await summary.click();
    await picture.getByRole('rowheader', { name: /main\.remember \(main\.go:15\)/ }).waitFor();
    await picture.getByRole('rowheader', { name: 'reached by the length' }).waitFor();
    await expectAccessibleInEveryLook(page, 'heap-picture');
    expect(problems).toEqual([]);
  });

  it('says what grew between two dumps', async () => {
    const { page } = await open('/analyze/');
    const names = ['mapcache-go1.26.8-amd64.heapdump.gz', 'mapcache-go1.26.8-amd64.base.heapdump.gz'];
    const files = names.map((name, i) => fileOf(`${i}.dump`, gunzipSync(readFileSync(join(dumps, name)))));
    await page.locator('evidence-desk input[type=file]').setInputFiles(files);
    const growth = page.locator('heap-picture').getByRole('table', { name: 'What grew between the dumps' });
    await expect.poll(() => growth.getByRole('row').nth(1).innerText(), { timeout: 30_000 }).toMatch(/\+483\.75kB/);
  });
});

/** A profile with as many stacks, each twelve calls deep, spread over many functions. */
function manyStacks(count: number): Profile {
  const functions = Array.from({ length: 4000 }, (_, i) => ({
    id: i + 1,
    name: `main.f${i}`,
    systemName: `main.f${i}`,
    filename: '/srv/main.go',
    startLine: 1,
  }));
  const locations = functions.map(({ id }, i) => ({
    id,
    mapping: 0,
    address: 4096 + i * 16,
    lines: [{ func: i, line: 1, column: 0 }],
    isFolded: false,
  }));
  const samples = Array.from({ length: count }, (_, i) => ({
    stack: Array.from({ length: 12 }, (_unused, level) => Math.floor((i * (level + 3)) / (1 + 2 ** level)) % 4000),
    values: [1 + (i % 7)],
    labels: new Map(),
    numberLabels: new Map(),
  }));
  return {
    sampleTypes: [{ type: 'samples', unit: 'count' }],
    defaultSampleType: '',
    samples,
    mappings: [
      {
        id: 1,
        start: 4096,
        limit: 1 << 20,
        offset: 0,
        file: '/srv/main',
        buildId: '',
        hasFunctions: true,
        hasFilenames: true,
        hasLineNumbers: true,
        hasInlineFrames: true,
      },
    ],
    locations,
    functions,
    comments: [],
    docUrl: '',
    dropFrames: '',
    keepFrames: '',
    timeNanos: 0,
    durationNanos: 0,
    periodType: { type: 'samples', unit: 'count' },
    period: 1,
  };
}
