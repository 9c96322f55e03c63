/** What a page shows of an analysis: small enough to cross from the worker, whatever was pasted. */
import { analyze, explain, toMarkdown, type Analysis, type Evidence, type Explanation } from '../analysis/index.ts';
import { traceRows, type TraceRow } from './trace-rows.ts';

/** Lines of a paste that the page draws, and findings that it explains; the rest is analyzed all the same. */
const shownLines = 600;
const shownFindings = 40;
const shownGoroutines = 50;
const textOfRows = 1_000_000;

/** One piece of evidence and what it means. */
export interface Found {
  readonly evidence: Evidence;
  readonly explanation: Explanation;
}

/** An analysis as a page shows it. */
export interface Reading {
  /** Without its evidence, which stands in `found`. */
  readonly analysis: Omit<Analysis, 'evidence'>;
  /** How many of each kind there are, in the order met. */
  readonly counts: readonly (readonly [kind: string, count: number])[];
  readonly found: readonly Found[];
  /** The first lines as rows; none for binary files. */
  readonly rows: readonly TraceRow[];
  /** The findings for an issue tracker. */
  readonly markdown: string;
}

/**
 * Reads one paste or file. Bad input gives a reading with diagnostics, never an error.
 *
 * @example await readText('paste', text)
 */
export async function readText(source: string, content: string | Uint8Array): Promise<Reading> {
  const { evidence, ...analysis } = await analyze(content, { source });
  const first = evidence.slice(0, shownFindings);
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content.subarray(0, textOfRows));
  return {
    analysis,
    counts: countKinds(evidence),
    found: first.map((one) => ({ evidence: trimmed(one), explanation: explain(one) })),
    rows: analysis.lines === 0 ? [] : traceRows(text, { ...analysis, evidence: first }, shownLines),
    markdown: toMarkdown({ ...analysis, evidence: first }),
  };
}

function countKinds(evidence: readonly Evidence[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { kind } of evidence) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts];
}

/** Groups tell of all goroutines; of the goroutines themselves the first are enough. */
function trimmed(evidence: Evidence): Evidence {
  if (evidence.kind !== 'panic' && evidence.kind !== 'fatal' && evidence.kind !== 'dump') return evidence;
  return { ...evidence, goroutines: evidence.goroutines.slice(0, shownGoroutines) };
}
