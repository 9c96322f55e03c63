/** One paste or file as the analyze page shows it: what it is, its facts, the trace to look into, and what is doubtful. */
import type { Diagnostic, Evidence } from '../analysis/index.ts';
import { factsOf, titleOf } from './evidence-facts.ts';
import type { Fact } from './fact.ts';
import { inlineCode } from './inline-code.ts';
import type { Reading } from './reading.ts';
import { element, pointAt, renderTrace, rowAt } from './trace-list.ts';

let readings = 0;

/** Everything that was found in one reading; `isNamed` where several files are shown and each needs its name. */
export function renderFinding(reading: Reading, isNamed: boolean): HTMLElement {
  const { analysis } = reading;
  const article = element('article', 'finding');
  if (isNamed) article.append(element('p', 'source', analysis.source ?? 'paste'));
  const trace = renderTrace(reading.rows);
  trace.id = `trace-${++readings}`;
  const point = (at: number) => showRow(trace, at);
  for (const evidence of analysis.evidence) {
    article.append(renderEvidence(evidence, point));
    markFault(trace, evidence);
  }
  if (analysis.evidence.length === 0) article.append(nothingFound(reading));
  article.append(...analysis.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, point)));
  if (analysis.evidence.some(({ kind }) => kind !== 'foreign')) article.append(...renderText(reading, trace));
  return article;
}

function renderEvidence(evidence: Evidence, point: (at: number) => void): HTMLElement {
  const section = element('section', `evidence-${evidence.kind}`);
  const list = element('dl', 'facts-of');
  section.append(element('h2', '', titleOf(evidence)), list);
  for (const fact of factsOf(evidence)) list.append(renderFact(fact, point));
  return section;
}

/** The faulting line is told by words as well as by its color. */
function markFault(trace: HTMLElement, evidence: Evidence): void {
  const at = 'fault' in evidence ? evidence.fault?.at : undefined;
  const row = at === undefined ? undefined : rowAt(trace, at);
  row?.classList.add('fault');
  row?.querySelector('.origin')?.replaceChildren('the fault');
}

function renderFact(fact: Fact, point: (at: number) => void): HTMLElement {
  const pair = element('div');
  const told = element('dd');
  told.append(...inlineCode(fact.text));
  if (fact.isLikely) told.append(' ', element('i', 'quiet', '(likely)'));
  if (fact.at !== undefined) told.append(' ', lineButton(fact.at, point));
  pair.append(element('dt', '', fact.term), told);
  return pair;
}

function lineButton(at: number, point: (at: number) => void): HTMLButtonElement {
  const button = element('button', 'plain line', `line ${at}`);
  button.type = 'button';
  button.addEventListener('click', () => point(at));
  return button;
}

function showRow(trace: HTMLElement, at: number): void {
  const row = pointAt(trace, at);
  row?.scrollIntoView({ block: 'center' });
}

function nothingFound({ analysis }: Reading): HTMLElement {
  const paragraph = element('p');
  const lines = analysis.lines === 1 ? 'This line is' : `These ${analysis.lines.toLocaleString('en')} lines are`;
  paragraph.append(
    ...inlineCode(
      `${lines} nothing that Go prints when it fails. Paste from the line that begins with \`panic:\`, \`fatal error:\`, \`goroutine\` or \`WARNING: DATA RACE\` to the last one.`,
    ),
  );
  return paragraph;
}

function renderDiagnostic(diagnostic: Diagnostic, point: (at: number) => void): HTMLElement {
  const paragraph = element('p', `diagnostic ${diagnostic.severity}`);
  paragraph.append(...inlineCode(diagnostic.message));
  if (diagnostic.hint !== undefined) paragraph.append(' ', ...inlineCode(diagnostic.hint));
  if (diagnostic.line !== undefined) paragraph.append(' ', lineButton(diagnostic.line, point));
  return paragraph;
}

/** The text as read, and what became of its lines. */
function renderText({ analysis, rows }: Reading, trace: HTMLElement): readonly Node[] {
  trace.setAttribute('aria-label', 'The text, as read');
  const { read, blank, other, unread } = analysis.ledger;
  const parts = [`${read} read`, `${blank} blank`, `${other} of something else`, `${unread} not understood`];
  const undrawn = analysis.lines - (rows.at(-1)?.to ?? 0) > 0 ? ` The first ${rows.at(-1)?.to} are drawn.` : '';
  const repairs = analysis.repairs.map(({ kind, lines }) => `${kind.replaceAll('-', ' ')} (${lines})`).join(', ');
  const repaired = repairs === '' ? '' : ` Undone on the way: ${repairs}.`;
  const ledger = `${analysis.lines.toLocaleString('en')} lines: ${parts.filter((part) => !part.startsWith('0 ')).join(', ')}.`;
  return [trace, element('p', 'small quiet', ledger + undrawn + repaired)];
}
