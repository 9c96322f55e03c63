import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeText, type RaceEvidence } from '../../../src/analysis/index.ts';
import type { Site } from '../../../src/analysis/trace/index.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/race');
const NAMES = [
  'map-go1.26.txt',
  'atomic-go1.26.txt',
  'test-subtests-go1.26.txt',
  'lost-stack-go1.18.txt',
  'twice-go1.26.txt',
];

/** Facts that a text states as certain, without the lines that they stand on. */
function certainFacts(text: string): Set<string> {
  const races = analyzeText(text).evidence.filter((one): one is RaceEvidence => one.kind === 'race');
  const facts = races.flatMap(({ accesses, created }) => [
    ...accesses.flatMap(({ op, goroutine, site, confidence }) =>
      confidence === undefined ? placed(`${op} by ${goroutine}`, site) : [],
    ),
    ...created.flatMap(({ goroutine, state, site, confidence }) =>
      confidence === undefined ? placed(`${goroutine} ${state}`, site) : [],
    ),
  ]);
  return new Set(facts);
}

function placed(what: string, site: Site | undefined): string[] {
  if (site?.file === undefined || site.confidence !== undefined) return [];
  return [`${what} at ${site.func} ${site.file}:${site.line}`];
}

describe.each(NAMES)('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const whole = certainFacts(text);

  it('has no certain fact that the whole report lacks, wherever its tail is cut', () => {
    const invented = Array.from(text, (_, i) => [...certainFacts(text.slice(0, i))])
      .flat()
      .filter((fact) => !whole.has(fact));
    expect(invented).toEqual([]);
  });

  it('has none wherever its head is cut, apart from what a header lost with it', () => {
    const invented = Array.from(text, (_, i) => [...certainFacts(text.slice(i))])
      .flat()
      .filter((fact) => !whole.has(fact) && !fact.includes('undefined'));
    expect(invented).toEqual([]);
  });

  it('has none when one line is missing', () => {
    const lines = text.split('\n');
    const invented = lines
      .flatMap((_, i) => [...certainFacts(lines.toSpliced(i, 1).join('\n'))])
      .filter((fact) => !whole.has(fact) && !fact.includes('undefined'));
    expect(invented).toEqual([]);
  });
});
