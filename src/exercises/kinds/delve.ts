/**
 * `delve`: a session on a core, the frame that failed, and the expression whose value is the clue. Graded on the state
 * reached and the value seen, by whatever commands.
 */
import { z } from 'zod';
import type { DelveEvidence, DelveVariable, Site } from '../../analysis/index.ts';
import { shortName } from '../../analysis/trace/index.ts';
import type { Evidence } from '../paste.ts';
import { commonSource, type ExerciseCommon } from '../schema.ts';
import { hashPart } from '../seal.ts';
import { declaredName, formatPlace } from '../sites.ts';
import type { Finding, Judgement, Unreadable } from '../verdict.ts';
import { formatFields, parseFields } from './fields.ts';
import type { Kind, KeyProblem, Sealer } from './kind.ts';

const source = z.strictObject({
  ...commonSource,
  kind: z.literal('delve'),
  /** True where the learner also says what the value is. */
  asksValue: z.boolean().default(false),
});

const key = z.strictObject({
  /** A mark in the function whose frame is asked for. */
  mark: z.string().regex(/^[a-z0-9-]+$/, 'name a mark of the source, such as fault'),
  /** The expression that is the clue, and other ways to write it. */
  expression: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  /** The value as the learner may put it, and other ways: `nil`, `typed nil`. */
  value: z.array(z.string().min(1)).default([]),
});

type DelveSource = z.infer<typeof source>;
type DelveKey = z.infer<typeof key>;

/** A delve exercise as shipped: hashes of the function, of expressions, and of values. */
export interface DelveExercise extends ExerciseCommon {
  readonly kind: 'delve';
  readonly asksValue: boolean;
  readonly key: { readonly func: string; readonly expressions: readonly string[]; readonly values: readonly string[] };
}

/** The kind `delve`. */
export const delve: Kind<DelveSource, DelveKey, DelveExercise> = {
  source,
  key,
  publish: publishDelve,
  judge: judgeDelve,
  answerOf: (entry, marks) =>
    formatFields({
      frame: `in ${marks.findMark(entry.mark)?.func ?? ''}`,
      expression: expressionsOf(entry)[0],
      value: entry.value[0],
    }),
  candidates: (_, evidence) => candidateFields(evidence),
  problems: delveProblems,
};

function expressionsOf(entry: DelveKey): readonly string[] {
  return typeof entry.expression === 'string' ? [entry.expression] : entry.expression;
}

function publishDelve(common: ExerciseCommon, from: DelveSource, entry: DelveKey, sealer: Sealer): DelveExercise {
  return {
    ...common,
    kind: 'delve',
    asksValue: from.asksValue,
    key: {
      func: sealer.hash('func', sealer.findMark(entry.mark)?.func ?? ''),
      expressions: expressionsOf(entry).map((text) => sealer.hash('expression', squeeze(text))),
      values: entry.value.map((text) => sealer.hash('value', squeeze(text))),
    },
  };
}

function delveProblems(from: DelveSource, entry: DelveKey): readonly KeyProblem[] {
  const problems: KeyProblem[] = [];
  if (!from.expects.includes('delve'))
    problems.push({
      message: 'a delve exercise needs a session',
      hint: 'write expects: [delve] and evidence: own or recording',
    });
  if (from.asksValue && entry.value.length === 0)
    problems.push({ message: 'asks for a value, which the key lacks', hint: 'add value: [TEXT]' });
  return problems;
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '').toLowerCase();
}

function judgeDelve(exercise: DelveExercise, answer: string, evidence: Evidence): Judgement | Unreadable {
  const session = evidence.found?.kind === 'delve' ? evidence.found : undefined;
  if (!session)
    return {
      unreadable: {
        id: 'no-evidence',
        message: 'There is no Delve session in this text. Paste from the first `(dlv)` prompt on.',
      },
    };
  const frames = framesOf(session);
  const asked = frames.filter(
    ({ site }) => exercise.key.func === hashPart(exercise.salt, 'func', declaredName(site.func)),
  );
  if (asked.length === 0) return { unreadable: noFrame(frames.length, session) };
  const fields = parseFields(answer, ['frame', 'expression', 'value']);
  if (fields.frame === '' && fields.expression === '')
    return {
      unreadable: {
        id: 'no-answer',
        message: 'Give the number of the frame, and the expression whose value is the clue.',
      },
    };
  const indexes = asked.map(({ index }) => index);
  const parts = [
    judgeFrame(fields.frame, frames, asked),
    judgeExpression(exercise, session, fields.expression, indexes),
    ...(exercise.asksValue ? [judgeValue(exercise, session, fields, indexes)] : []),
  ];
  return {
    score: parts.reduce((sum, part) => sum + part.score, 0) / parts.length,
    findings: parts.flatMap((part) => part.findings),
  };
}

interface NumberedSite {
  readonly index: number;
  readonly site: Site;
}

function framesOf(session: DelveEvidence): readonly NumberedSite[] {
  const stacks = [session.frames, ...session.goroutines.map((goroutine) => goroutine.frames ?? [])];
  const selected = session.selections.flatMap(({ frame, site }) =>
    site.func === undefined ? [] : [{ index: frame, site: { ...site, func: site.func } }],
  );
  return [...stacks.flatMap((stack) => stack.map((frame) => ({ index: frame.index, site: frame }))), ...selected];
}

function noFrame(count: number, session: DelveEvidence): Finding {
  const at = session.span.from;
  if (count === 0)
    return {
      id: 'cut-paste',
      misconception: 'cut-paste',
      message: 'This session shows no stack. Type `stack`, and paste the session whole.',
      at,
    };
  return {
    id: 'other-program',
    misconception: 'other-program',
    message:
      'The function asked about is in no stack of this session. Is it the core of this lab, and the goroutine that crashed?',
    at,
  };
}

function judgeFrame(answer: string, frames: readonly NumberedSite[], asked: readonly NumberedSite[]): Judgement {
  const byName = asked.find(({ site }) => answer === `in ${declaredName(site.func)}`);
  const number = byName?.index ?? Number.parseInt(answer.replace(/^\D+/, ''), 10);
  const right = asked.find(({ index }) => index === number);
  if (right)
    return {
      score: 1,
      findings: [
        {
          id: 'frame',
          message: `Frame ${number}, \`${shortName(right.site.func)}\` at ${formatPlace(right.site)}.`,
          ...placeAt(right.site),
        },
      ],
    };
  const hit = frames.find(({ index }) => index === number);
  if (!hit)
    return {
      score: 0,
      findings: [
        {
          id: 'no-such-frame',
          message: `The stack has no frame ${answer.slice(0, 20) || '(none given)'}. The number stands at the beginning of its line.`,
        },
      ],
    };
  if (hit.site.func.startsWith('runtime.')) {
    const message = `Frame ${number} is \`${hit.site.func}\`, the runtime on its way to die. The failure is in the first frame below \`runtime.sigpanic\` or \`runtime.gopanic\` that is yours.`;
    return { score: 0, findings: [{ id: 'frame-zero', misconception: 'frame-zero', message, ...placeAt(hit.site) }] };
  }
  const message = `Frame ${number} is \`${shortName(hit.site.func)}\`, which called, or was called by, the one that is asked for.`;
  return {
    score: 0,
    findings: [{ id: 'caller-callee', misconception: 'caller-callee', message, ...placeAt(hit.site) }],
  };
}

function placeAt(site: Site): { readonly at?: number } {
  return site.at === undefined ? {} : { at: site.at };
}

function judgeExpression(
  exercise: DelveExercise,
  session: DelveEvidence,
  answer: string,
  indexes: readonly number[],
): Judgement {
  const isClue = exercise.key.expressions.includes(hashPart(exercise.salt, 'expression', squeeze(answer)));
  const shown = session.variables.filter(
    ({ expression }) => expression !== undefined && squeeze(expression) === squeeze(answer),
  );
  const [first] = shown;
  if (!isClue)
    return {
      score: 0,
      findings: [
        {
          id: 'wrong-expression',
          message: first
            ? `\`${answer.slice(0, 60)}\` has the value it should have. Ask for what the failing line reads from.`
            : 'Name an expression that the failing line uses, as you gave it to `print`.',
          ...(first ? { at: first.at } : {}),
        },
      ],
    };
  if (!first)
    return {
      score: 0.5,
      findings: [
        {
          id: 'not-seen',
          message: `That is the one, but this session never shows its value. Go to the frame and \`print ${answer.slice(0, 60)}\`.`,
        },
      ],
    };
  const inFrame = shown.find(({ frame }) => frame === undefined || indexes.includes(frame));
  if (inFrame)
    return {
      score: 1,
      findings: [
        {
          id: 'seen',
          message: `\`${answer.slice(0, 60)}\` is \`${inFrame.value.split('\n')[0]?.slice(0, 80) ?? ''}\` there.`,
          at: inFrame.at,
        },
      ],
    };
  const message = `You printed it in frame ${first.frame ?? '?'}. The same name is another variable in another frame: go to the frame that is asked for first.`;
  return {
    score: 0.5,
    findings: [{ id: 'wrong-frame-value', misconception: 'wrong-frame-value', message, at: first.at }],
  };
}

function judgeValue(
  exercise: DelveExercise,
  session: DelveEvidence,
  { expression, value }: { readonly expression: string; readonly value: string },
  indexes: readonly number[],
): Judgement {
  if (exercise.key.values.includes(hashPart(exercise.salt, 'value', squeeze(value)))) return { score: 1, findings: [] };
  const shown = session.variables.filter(
    (variable) => variable.expression !== undefined && squeeze(variable.expression) === squeeze(expression),
  );
  const variable = shown.find(({ frame }) => frame === undefined || indexes.includes(frame)) ?? shown[0];
  const saysNil = squeeze(value) === 'nil';
  if (saysNil && variable?.holdsNil === true)
    return wrongValue(
      'typed-nil',
      `Delve prints the type it holds as well: an interface with a type is not nil, even if the pointer in it is.`,
      variable,
    );
  if (saysNil && variable?.unreadable !== undefined)
    return wrongValue(
      'unreadable-nil',
      'Unreadable means that Delve could not find it, most often because the compiler optimized it away. It says nothing about nil.',
      variable,
    );
  const elsewhere = shown.find(
    (other) => other.frame !== undefined && !indexes.includes(other.frame) && squeeze(other.value) === squeeze(value),
  );
  if (elsewhere)
    return wrongValue(
      'wrong-frame-value',
      `That is its value in frame ${elsewhere.frame ?? '?'}. In the frame asked for it is another variable.`,
      elsewhere,
    );
  return {
    score: 0,
    findings: [
      {
        id: 'wrong-value',
        message: 'Copy the value as Delve prints it, type included where it is an interface.',
        ...(variable ? { at: variable.at } : {}),
      },
    ],
  };
}

function wrongValue(
  id: 'typed-nil' | 'unreadable-nil' | 'wrong-frame-value',
  message: string,
  variable: DelveVariable,
): Judgement {
  return { score: 0, findings: [{ id, misconception: id, message, at: variable.at }] };
}

function candidateFields(evidence: Evidence): readonly string[] {
  const session = evidence.found?.kind === 'delve' ? evidence.found : undefined;
  if (!session) return [];
  const expressions = [...new Set(session.variables.map(({ expression }) => expression ?? ''))];
  const values = ['nil', ...new Set(session.variables.map(({ value }) => value))];
  const frames = framesOf(session).map(({ index }) =>
    formatFields({ frame: String(index), expression: expressions[0] }),
  );
  return [
    ...frames,
    ...expressions.flatMap((expression) => values.map((value) => formatFields({ frame: '0', expression, value }))),
  ];
}
