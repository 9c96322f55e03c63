import type { ForeignText } from './model.ts';

/** Foreign text in words: what it is, what it shows, what it cannot show, and what to do next. */
export interface ForeignExplanation {
  readonly is: string;
  readonly shows: readonly string[];
  readonly cannotShow: readonly string[];
  readonly next: readonly string[];
}

/**
 * What a foreign text is and what to paste instead, as sentences.
 * @example explainForeign(evidence).is // 'This is a Python traceback.'
 */
export function explainForeign({ what, instead, span }: ForeignText): ForeignExplanation {
  const lines = span.from === span.to ? `line ${span.from}` : `lines ${span.from} to ${span.to}`;
  return {
    is: `This is ${what}.`,
    shows: [`It was recognized by ${lines}.`],
    cannotShow: ['Anything about a Go program that it does not name.'],
    next: [instead],
  };
}
