import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../fixtures/go/cases');

/** One recorded output with what is known about it. */
export interface TraceFixture {
  readonly name: string;
  readonly input: string;
  readonly truth: Readonly<Record<string, unknown>>;
}

/** Every recorded crash, found by looking into the folder. */
export function traceFixtures(): TraceFixture[] {
  return readdirSync(ROOT).map((name) => ({
    name,
    input: readFileSync(join(ROOT, name, 'input.txt'), 'utf8'),
    truth: JSON.parse(readFileSync(join(ROOT, name, 'truth.json'), 'utf8')) as Readonly<Record<string, unknown>>,
  }));
}
