/** A range of pasted lines, 1-based, both inclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The Go versions that print the form seen, as "1.21"; a bound that the text does not give is absent. */
export interface GoRange {
  readonly min?: string;
  readonly max?: string;
}

/** What every kind of evidence has in common. */
export interface EvidenceBase {
  readonly kind: string;
  /** The pasted lines that the evidence covers; `{ from: 0, to: 0 }` for binary evidence. */
  readonly span: Span;
  /** False only where a cut is visible: a head, a tail or a piece in the middle is missing. */
  readonly complete: boolean;
  readonly go?: GoRange;
  /** Names of scalar fields of this object that rest on a repair or a heuristic. */
  readonly likely?: readonly string[];
}
