import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeText, type DelveEvidence } from '../../../src/analysis/index.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/delve');
const STEP = 11;

/** Where the session says with certainty that the program went wrong, and the values that it shows on one line. */
function certainFacts(text: string): string[] {
  const delve = analyzeText(text).evidence.find((one): one is DelveEvidence => one.kind === 'delve');
  const { crash, variables = [] } = delve ?? {};
  const site =
    crash === undefined || crash.confidence !== undefined
      ? []
      : [`${crash.frame} ${crash.site.func} ${crash.site.line}`];
  const values = variables.filter(({ confidence, value }) => confidence === undefined && !value.includes('\n'));
  return [
    ...site,
    ...values.map(({ frame, expression, type, isNil, value }) => `${frame} ${expression} ${type} ${isNil} ${value}`),
  ];
}

describe.each([
  'nil-core-terminal.txt',
  'guard-core-terminal.txt',
  'typed-nil-core-piped.txt',
  'exec-panic-terminal.txt',
])('%s', (name) => {
  it('states nothing as certain that the whole session does not say, wherever its tail is cut', () => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const whole = new Set(certainFacts(text));
    const cuts = Array.from({ length: Math.ceil(text.length / STEP) }, (_, i) => text.slice(0, i * STEP));
    expect(cuts.flatMap(certainFacts).filter((fact) => !whole.has(fact))).toEqual([]);
  });
});
