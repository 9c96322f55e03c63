import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../scripts/setup/paths.ts';
import { analyze } from '../src/analysis/index.ts';
import { makeDemo } from '../src/cli/demo-class.ts';
import { faultline } from './cli/faultline.ts';

const text = readFileSync(join(root, 'docs/CONTRACT.md'), 'utf8');

interface Field {
  readonly name: string;
  readonly isOptional: boolean;
  /** One of these. */
  readonly types: readonly string[];
}

/** Every object of the page by the name in its heading. */
const objects = new Map(
  [...text.matchAll(/^### `(\w+)`\n([^#]*)/gm)].map(([, name = '', body = '']) => [name, readFields(body)] as const),
);

function readFields(body: string): readonly Field[] {
  return [...body.matchAll(/^\| `(\w+)(\??)` +\| ([^|]+?) +\|/gm)].map(([, name = '', mark, types = '']) => ({
    name,
    isOptional: mark === '?',
    types: types.replaceAll('`', '').split(' or '),
  }));
}

const plain: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'string' && /^-?\d+$/.test(value),
  instant: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
};

/** Fields that were met in some output, as `Object.field`. */
const met = new Set<string>();

/** What of a value is not as the page says. */
function mismatches(value: unknown, type: string, where: string): readonly string[] {
  if (type.startsWith('[')) {
    if (!Array.isArray(value)) return [`${where} is no list`];
    return value.flatMap((one: unknown, i) => mismatches(one, type.slice(1, -1), `${where}[${i}]`));
  }
  if (type.startsWith('"')) return JSON.stringify(value) === type ? [] : [`${where} is not ${type}`];
  const isPlain = plain[type];
  if (isPlain) return isPlain(value) ? [] : [`${where} is no ${type}: ${JSON.stringify(value)}`];
  if (type === 'Evidence') return evidenceMismatches(value, where);
  return objectMismatches(value, type, objects.get(type) ?? [], where);
}

function evidenceMismatches(value: unknown, where: string): readonly string[] {
  const kind = (value as { kind?: string }).kind ?? '';
  const own = objects.get(kind);
  if (own === undefined) return [`${where}: the page has no kind ${kind}`];
  const common = (objects.get('Evidence') ?? []).filter(({ name }) => !own.some((field) => field.name === name));
  return objectMismatches(value, kind, [...common, ...own], `${where} (${kind})`);
}

function objectMismatches(value: unknown, name: string, fields: readonly Field[], where: string): readonly string[] {
  if (typeof value !== 'object' || value === null || fields.length === 0) return [`${where} is no ${name}`];
  const given = new Map(Object.entries(value));
  const strangers = [...given.keys()].filter((key) => !fields.some((field) => field.name === key));
  return [
    ...strangers.map((key) => `${where}.${key} is not on the page`),
    ...fields.flatMap((field) => {
      if (!given.has(field.name)) return field.isOptional ? [] : [`${where}.${field.name} is missing`];
      met.add(`${name}.${field.name}`);
      const all = field.types.map((type) => mismatches(given.get(field.name), type, `${where}.${field.name}`));
      return all.some((one) => one.length === 0) ? [] : (all[0] ?? []);
    }),
  ];
}

const folders = ['go', 'race', 'delve', 'shell', 'foreign', 'pprof', 'heapdump'].map((one) => `test/fixtures/${one}`);
const inputs = globSync(
  [...folders, 'content/lessons/*/recordings'].map((one) => `${one}/**/*.{txt,pb,pb.gz,heapdump.gz}`),
  {
    cwd: root,
  },
)
  .filter((path) => statSync(join(root, path)).size < 3_000_000)
  .sort();

function read(path: string): Uint8Array {
  const bytes = readFileSync(join(root, path));
  return path.endsWith('.heapdump.gz') ? gunzipSync(bytes) : bytes;
}

/** As a program on the other side of the pipe sees it. */
const printed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-contract-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the contract', () => {
  it('names the types that it uses', () => {
    const types = [...objects.values()].flat().flatMap((field) => field.types);
    const names = new Set(
      types.map((type) => type.replace(/^\[(.*)\]$/, '$1')).filter((type) => !type.startsWith('"')),
    );
    expect([...names].filter((name) => !(name in plain) && !objects.has(name))).toEqual([]);
  });

  it('has each command of the command, and no other', async () => {
    const [, table = ''] = text.split(/^## /m);
    const listed = [...table.matchAll(/^\| `([a-z-]+)` /gm)].map(([, name]) => name);
    const { stdout } = await faultline('help');
    expect(listed).toEqual([...stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name));
  });

  it('has the fields that analyses have: all of them, and of the right type', async () => {
    const wrong = new Set<string>();
    for (const path of inputs) {
      const analysis = printed(await analyze(read(path), { source: path }));
      for (const problem of mismatches(analysis, 'Analysis', path)) wrong.add(problem);
    }
    expect([...wrong].slice(0, 20)).toEqual([]);
    expect(inputs.length).toBeGreaterThan(300);
  }, 300_000);

  it('has the fields that submissions, verdicts and grades have', async () => {
    const home = join(folder, 'class');
    await faultline('demo-class', home);
    const { stdout } = await faultline(
      'grade',
      '--json',
      '--assignment',
      join(home, 'assignment.json'),
      join(home, 'submissions'),
    );
    const graded = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const made = (await makeDemo(30, 1)).filter(({ content }) => content.endsWith('}\n'));
    const wrong = [
      ...graded.flatMap((one, i) => mismatches(one, 'Graded', `grade ${i}`)),
      ...made.flatMap(({ name, content }) => mismatches(JSON.parse(content), 'Submission', name)),
    ];
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(graded.length).toBeGreaterThan(20);
  }, 300_000);

  it('promises no field that none of these outputs has', () => {
    // What only pages write, or only the largest dumps; other tests have them.
    const elsewhere = [
      'Item.variant',
      'Attempt.variant',
      'Submission.notebook',
      'Who.id',
      'heapdump.holdersElided',
      ...namesOf('Note'),
      ...namesOf('HoldersElided'),
    ];
    const promised = [...objects.keys()].filter((name) => name !== 'Evidence').flatMap(namesOf);
    expect(promised.filter((field) => !met.has(field) && !elsewhere.includes(field))).toEqual([]);
  });

  it('shows examples that do what they show', () => {
    for (const [, name = '', body = ''] of text.matchAll(/```text title="(\S+)"\n([\s\S]*?)```/g))
      writeFileSync(join(folder, name), body);
    const shown = [...text.matchAll(/```console\n([\s\S]*?)```/g)].map(([, body = '']) => body);
    expect(shown.length).toBeGreaterThan(2);
    for (const [, line = '', output = ''] of shown.join('').matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)) {
      const command = line.replace(/^faultline/, `'${process.execPath}' '${join(root, 'src/cli/main.ts')}'`);
      const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
      const [head = '', cut] = output.split('…');
      const said = stdout + stderr;
      expect(cut === undefined ? said : said.slice(0, head.length), line).toBe(head);
    }
  }, 300_000);

  it('has addresses that are there', () => {
    const addresses = [...text.matchAll(/^\| `(\/\S*)` /gm)].map(([, address = '']) =>
      address.replace('SLUG', '[slug]'),
    );
    expect(addresses.length).toBeGreaterThan(8);
    expect(addresses.filter((address) => !existsSync(join(root, 'src/pages', address, 'index.astro')))).toEqual([]);
  });
});

function namesOf(name: string): readonly string[] {
  return (objects.get(name) ?? []).map((field) => `${name}.${field.name}`);
}
