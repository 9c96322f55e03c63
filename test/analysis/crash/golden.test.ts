import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreDump, scoreFatal, scorePanic } from '../../../scripts/score/crash.ts';
import { Score, type Truth } from '../../../scripts/score/score.ts';
import { analyze, type Analysis, type Evidence, type PanicEvidence } from '../../../src/analysis/index.ts';
import { traceFixtures, type TraceFixture } from '../fixtures.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/go/cases');
const SCORERS = { panic: scorePanic, fatal: scoreFatal, dump: scoreDump };
const FIXTURES = traceFixtures();

/** The analysis with each goroutine's stack as one line per frame: what a person can compare. */
function readable(analysis: Analysis): string {
  const text = JSON.stringify(
    analysis,
    (key, value: unknown) => {
      if (key !== 'frames' || !Array.isArray(value)) return value;
      const frames = value as { func: string; file?: string; line?: number; at?: number; inlined?: boolean }[];
      const shown = frames.length > 12 ? [...frames.slice(0, 6), ...frames.slice(-6)] : frames;
      return shown.map(
        ({ func, file, line, at, inlined }) => `${at} ${func}${inlined === true ? ' inlined' : ''} ${file}:${line}`,
      );
    },
    1,
  );
  return `${text}\n`;
}

function update(path: string, text: string): void {
  if (process.env['CI']) throw new Error('UPDATE_GOLDEN is refused under CI');
  writeFileSync(path, text);
}

function picked(field: string, { truth }: TraceFixture): Record<string, unknown> {
  return truth[field] === undefined ? {} : { [field]: truth[field] };
}

function valueTypeOf({ truth }: TraceFixture): Record<string, unknown> {
  return truth['valueType'] === undefined ? {} : { chain: [{ valueType: truth['valueType'] }] };
}

async function outcomeOf({ input, truth }: TraceFixture) {
  const known = truth as unknown as Truth;
  const score = new Score(known);
  const { evidence } = await analyze(input);
  SCORERS[known.kind as keyof typeof SCORERS](score, evidence, known);
  return { ...score.outcome(), evidence };
}

describe('recorded crashes', () => {
  it('are there for panics, fatal errors and dumps', () => {
    expect(new Set(FIXTURES.map(({ truth }) => truth['kind']))).toEqual(new Set(['panic', 'fatal', 'dump']));
  });

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))('%s is read whole', async (_, fixture) => {
    const { missing, wrong, doubtful, evidence } = await outcomeOf(fixture);
    expect({ missing, wrong, doubtful }).toEqual({ missing: [], wrong: [], doubtful: [] });
    const found = evidence[0] as PanicEvidence;
    expect(found).toMatchObject({ ...picked('operands', fixture), ...valueTypeOf(fixture) });
  });

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))(
    '%s gives the same analysis as before',
    async (name, { input }) => {
      const path = join(ROOT, name, 'analysis.json');
      const text = readable(await analyze(input, { source: 'input.txt' }));
      if (process.env['UPDATE_GOLDEN']) update(path, text);
      expect(text).toBe(readFileSync(path, 'utf8'));
    },
  );

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))(
    'every place told of %s stands on the line named',
    async (_, { input }) => {
      const lines = input.split('\n');
      const { evidence } = await analyze(input);
      for (const { file, line, at } of sitesIn(evidence)) expect(lines[at - 1]).toContain(`${file}:${line}`);
    },
  );

  it('lie within the Go versions that the analysis names', async () => {
    const outside: string[] = [];
    for (const { name, input, truth } of FIXTURES) {
      const version = Number(/^go1\.(\d+)/.exec(String(truth['go']))?.[1]);
      const { evidence } = await analyze(input);
      const range = evidence[0]?.go as { min?: string; max?: string } | undefined;
      const min = Number(range?.min?.slice(2) ?? 0);
      const max = Number(range?.max?.slice(2) ?? 99);
      if (version < min || version > max) outside.push(name);
    }
    expect(outside).toEqual([]);
  });
});

function sitesIn(value: unknown): { file: string; line: number; at: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { file, line, at } = value as Partial<{ file: string; line: number; at: number }>;
  const own = file !== undefined && line !== undefined && at !== undefined ? [{ file, line, at }] : [];
  return [...own, ...Object.values(value as Record<string, Evidence>).flatMap(sitesIn)];
}
