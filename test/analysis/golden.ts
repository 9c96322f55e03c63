import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** The names of the recorded texts in a fixture folder. */
export function fixtureNames(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.txt'));
}

/**
 * Compares a value with the golden file beside its fixture. UPDATE_GOLDEN=1 writes it anew, which is refused where CI
 * is set: what changes there must change in a commit that a person looked at.
 */
export function expectGolden(folder: string, name: string, value: unknown): void {
  const path = join(folder, name.replace(/\.txt$/, '.golden.json'));
  const text = formatGolden(value);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    if (process.env['CI'] !== undefined) throw new Error('UPDATE_GOLDEN is refused under CI: update goldens by hand');
    writeFileSync(path, text);
  }
  if (!existsSync(path))
    throw new Error(`${path} is missing: run the test with UPDATE_GOLDEN=1 and look at what it writes`);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** JSON with one element of a list, or one field of an object, a line: short enough to read, long enough to diff. */
function formatGolden(value: unknown): string {
  return `${formatValue(value, 0)}\n`;
}

function formatValue(value: unknown, depth: number): string {
  if (depth >= 4 || typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pad = ' '.repeat(depth + 1);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((one) => pad + formatValue(one, depth + 1)).join(',\n')}\n${' '.repeat(depth)}]`;
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  if (fields.length === 0) return '{}';
  const lines = fields.map(([key, field]) => `${pad}${JSON.stringify(key)}: ${formatValue(field, depth + 1)}`);
  return `{\n${lines.join(',\n')}\n${' '.repeat(depth)}}`;
}
