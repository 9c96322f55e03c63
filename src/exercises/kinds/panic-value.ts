/** `panic-value`: what the panic says, the first of the chain where there are several. */
import { z } from 'zod';
import type { ChainLink, PanicEvidence } from '../../analysis/index.ts';
import type { Evidence } from '../paste.ts';
import { hashPart } from '../seal.ts';
import { commonSource, type ExerciseCommon } from '../schema.ts';
import { parsePointer } from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import type { Kind, KeyProblem } from './kind.ts';

const source = z.strictObject({ ...commonSource, kind: z.literal('panic-value') });

const key = z.strictObject({
  /** The first value of the chain, as the lab or the recording prints it. */
  answer: z.string().min(1),
  /** True where the value differs from run to run (an id, an index): only the paste decides then. */
  varies: z.boolean().default(false),
});

type PanicValueSource = z.infer<typeof source>;
type PanicValueKey = z.infer<typeof key>;

/** A panic-value exercise as shipped; `key` is absent where the value differs from run to run. */
export interface PanicValueExercise extends ExerciseCommon {
  readonly kind: 'panic-value';
  readonly key?: string;
}

/** The kind `panic-value`. */
export const panicValue: Kind<PanicValueSource, PanicValueKey, PanicValueExercise> = {
  source,
  key,
  publish: (common, _, entry, sealer) => ({
    ...common,
    kind: 'panic-value',
    ...(entry.varies ? {} : { key: sealer.hash('value', normalise(entry.answer)) }),
  }),
  judge: judgePanicValue,
  answerOf: (entry) => entry.answer,
  candidates: (_, evidence) => candidateValues(evidence),
  problems: panicValueProblems,
};

function panicValueProblems(from: PanicValueSource): readonly KeyProblem[] {
  if (from.evidence !== 'none' && from.expects.includes('panic')) return [];
  return [
    { message: 'a panic-value exercise needs a panic', hint: 'write expects: [panic] and evidence: own or recording' },
  ];
}

function judgePanicValue(exercise: PanicValueExercise, answer: string, evidence: Evidence): Judgement | Unreadable {
  const panic = evidence.found?.kind === 'panic' ? evidence.found : undefined;
  const first = panic?.chain[0];
  if (!panic || !first)
    return {
      unreadable: {
        id: 'cut-paste',
        misconception: 'cut-paste',
        message: 'The line that begins with `panic:` is not in this paste. Paste from there on.',
      },
    };
  if (exercise.key !== undefined && exercise.key !== hashPart(exercise.salt, 'value', normalise(first.value))) {
    const message = `This panic is not the one asked about: it says \`${firstLine(first.value)}\`. Reset the lab to its start, run it again and paste what it prints.`;
    return { unreadable: { id: 'other-program', misconception: 'other-program', message, at: first.at } };
  }
  const text = answer.trim() === '' ? undefined : (valueClicked(panic, answer) ?? answer);
  if (text === undefined)
    return { unreadable: { id: 'no-answer', message: 'Type what the panic says, or choose its line in the paste.' } };
  return judgeText(panic, first, normalise(text));
}

function valueClicked(panic: PanicEvidence, answer: string): string | undefined {
  const pointer = parsePointer(answer);
  if (pointer?.kind !== 'paste') return undefined;
  const link = panic.chain.find(
    (candidate) => pointer.at >= candidate.at && pointer.at < candidate.at + candidate.value.split('\n').length,
  );
  return link?.value;
}

function judgeText(panic: PanicEvidence, first: ChainLink, text: string): Judgement {
  const wanted = normalise(first.value);
  if (text === wanted || text === withoutPrefix(wanted)) return { score: 1, findings: [confirm(panic, first)] };
  const later = panic.chain.find(
    (link) => normalise(link.value) === text || withoutPrefix(normalise(link.value)) === text,
  );
  if (later) return { score: 0, findings: [laterPanic(first, later)] };
  if (/^\[?signal\b/.test(text)) {
    return {
      score: 0,
      findings: [
        {
          id: 'signal-line',
          message:
            'That is the signal by which the processor told the runtime. What the panic says stands on the line before it.',
          at: first.at,
        },
      ],
    };
  }
  if (text.length >= 12 && wanted.includes(text)) {
    return {
      score: 0.5,
      findings: [
        {
          id: 'part-of-value',
          message:
            'Right as far as it goes. The rest of the line, numbers included, is what tells one such panic from another.',
          at: first.at,
        },
      ],
    };
  }
  return {
    score: 0,
    findings: [
      {
        id: 'other-text',
        message: 'No panic of this paste says that. The text stands after `panic:`; copy it, numbers included.',
        at: first.at,
      },
    ],
  };
}

function confirm(panic: PanicEvidence, first: ChainLink): Finding {
  const message =
    panic.chain.length > 1
      ? `The first of ${panic.chain.length} \`panic:\` lines: what was raised first is printed first.`
      : 'That is what the program said when it died.';
  return { id: 'value', message, at: first.at };
}

function laterPanic(first: ChainLink, later: ChainLink): Finding {
  const message = `That was raised later, by code that was already handling \`${firstLine(first.value)}\`. A chain prints the oldest panic first: line ${first.at}.`;
  return { id: 'last-panic', misconception: 'last-panic', message, at: later.at };
}

function firstLine(value: string): string {
  const [line = ''] = value.split('\n');
  return line.slice(0, 120);
}

/** Whitespace collapsed, the printer's `panic: ` in front and its brackets behind removed. */
function normalise(value: string): string {
  return value
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^panic: /, '')
    .replace(/ \[recovered(?:, repanicked)?\]$/, '');
}

function withoutPrefix(value: string): string {
  return value.replace(/^runtime error: /, '');
}

function candidateValues(evidence: Evidence): readonly string[] {
  return evidence.found?.kind === 'panic' ? evidence.found.chain.map((link) => `@${link.at}`) : [];
}
