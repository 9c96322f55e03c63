import { expect } from 'vitest';
import type { Analysis } from '../../src/analysis/index.ts';

/** What holds for the analysis of any text at all: the ledger sums up, and nothing points outside the paste. */
export function expectInvariants(paste: string, analysis: Analysis): void {
  const { read, blank, other, unread, unreadLines } = analysis.ledger;
  expect(read + blank + other + unread).toBe(analysis.lines);
  for (const { from, to } of unreadLines) expectRange(from, to, analysis.lines, paste);
  for (const evidence of analysis.evidence) {
    expectRange(evidence.span.from, evidence.span.to, analysis.lines, paste);
    for (const at of linesNamed(evidence)) expectRange(at, at, analysis.lines, paste);
  }
  for (const { line } of analysis.diagnostics) if (line !== undefined) expectRange(line, line, analysis.lines, paste);
}

function expectRange(from: number, to: number, lines: number, paste: string): void {
  if (from >= 1 && from <= to && to <= lines) return;
  expect.fail(`lines ${from} to ${to} of ${lines} in ${JSON.stringify(paste.slice(0, 2000))}`);
}

/** Every `at` of an object and of all that it holds. */
function linesNamed(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(linesNamed);
  return Object.entries(value).flatMap(([key, field]) =>
    key === 'at' && typeof field === 'number' ? [field] : linesNamed(field),
  );
}
