import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNatively } from '../../scripts/labs/native.ts';
import { root } from '../../scripts/setup/paths.ts';
import { readProgram } from '../../src/course/index.ts';
import { expectToolchain, startLab } from './lab-page.ts';
import { useBrowser } from './open-page.ts';

const open = useBrowser();
const sources = join(root, 'content/lessons/03-recovered-and-thrown-again/lab');
const command = 'go test -v -run TestPanic ./...';
/** Where the lab lies in the page; its folder is named after its module. */
const folderInPage = '/home/gopher/gateway';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-native-'));
  const files = readdirSync(sources).map((name) => [`lab/${name}`, readFileSync(join(sources, name), 'utf8')] as const);
  for (const [name, text] of Object.entries(readProgram(Object.fromEntries(files), 'lab')))
    writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the test of the lesson on recovered panics', () => {
  it('fails in the page as it does natively, text and exit status, but for addresses and times', async () => {
    const { page } = await open('/lessons/recovered-and-thrown-again/');
    expectToolchain();
    const lab = await startLab(page);
    const output = await lab.run(command);
    const native = await failNatively();
    expect(await lab.status()).toMatch(new RegExp(`exited with status ${native.status}, \\d+ lines\\.$`));
    expect(comparable(output)).toEqual(comparable(native.text));
    expect(output).toContain('[recovered, repanicked]');
  });
});

/** What the command prints here with the folders of the page, and its exit status. */
async function failNatively(): Promise<{ readonly text: string; readonly status: number }> {
  const { stdout: goRoot, status: goStatus } = await runNatively(folder, 'go env GOROOT');
  if (goStatus !== 0) throw new Error('This test compares with real Go. Install Go 1.21 or newer, then run it again.');
  const { stdout, status } = await runNatively(folder, `${command} 2>&1`);
  return { text: stdout.replaceAll(folder, folderInPage).replaceAll(goRoot.trim(), '/usr/local/go'), status };
}

/** The lines without what no two runs or processors share: times, goroutine numbers, arguments, offsets. */
function comparable(text: string): readonly string[] {
  return text
    .replace(/\d+\.\d+s\b/g, 'TIME')
    .replace(/^goroutine \d+ \[/gm, 'goroutine N [')
    .replace(/\([^()\n]*0x[^()\n]*\)$/gm, '(ARGUMENTS)')
    .replace(/ \+0x[0-9a-f]+$/gm, '')
    .split('\n');
}
