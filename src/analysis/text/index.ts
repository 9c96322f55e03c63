export type { Confidence, Diagnostic, Parsed, Severity } from './diagnostic.ts';
export type { EvidenceBase, GoRange, Span } from './evidence.ts';
export type { ForeignEvidence } from './foreign.ts';
export { Ledger } from './ledger.ts';
export type { LedgerSummary } from './ledger.ts';
export { AS_PASTED, GUESSED, Lines, REPAIRED } from './lines.ts';
export type { LineTable } from './lines.ts';
export type { ReadContext, Reader, Reading, ReadOptions } from './reader.ts';
export { indexIn, isAt, isDigit, isSpace, numberIn, skipDigits, skipSpaces, trimEnd } from './scan.ts';
