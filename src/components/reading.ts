/** What a page shows of an analysis: small enough to cross from the worker, whatever was pasted. */
import { analyze, type Analysis, type Evidence } from '../analysis/index.ts';
import { traceRows, type TraceRow } from './trace-rows.ts';

/** Lines of a paste that the page draws; the rest is analyzed all the same. */
export const shownLines = 400;
const shownGoroutines = 100;

/** An analysis and the rows of its first lines. */
export interface Reading {
  readonly analysis: Analysis;
  readonly rows: readonly TraceRow[];
}

/**
 * Reads one paste or file. Bad input gives a reading with diagnostics, never an error.
 *
 * @example await readEvidence('paste', text)
 */
export async function readText(source: string, content: string | Uint8Array): Promise<Reading> {
  const analysis = await analyze(content, { source });
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content.subarray(0, 1_000_000));
  return {
    analysis: { ...analysis, evidence: analysis.evidence.map(trimmed) },
    rows: traceRows(text, analysis, shownLines),
  };
}

/** Groups tell of all goroutines; of the goroutines themselves the first are enough. */
function trimmed(evidence: Evidence): Evidence {
  if (evidence.kind !== 'panic' && evidence.kind !== 'fatal' && evidence.kind !== 'dump') return evidence;
  return { ...evidence, goroutines: evidence.goroutines.slice(0, shownGoroutines) };
}
