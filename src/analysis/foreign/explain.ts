import type { Explanation, ForeignEvidence } from '../text/index.ts';

/**
 * What a foreign text is and what to paste instead, as sentences.
 * @example explainForeign(evidence).is // 'This is a Python traceback, no evidence of a Go failure.'
 */
export function explainForeign({ what, instead, span }: ForeignEvidence): Explanation {
  return {
    title: what,
    is: `This is ${what}, no evidence of a Go failure.`,
    shows: span.from > 0 ? [{ text: 'It is told by lines such as this one.', at: span.from }] : [],
    cannotShow: [],
    next: [instead],
    provenance: [],
  };
}
