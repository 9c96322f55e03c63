/**
 * Three questions to ask a learner about their own submission. Each stands on something that is in it: a fact of the
 * evidence, a mind that was changed between two attempts, a note. None can be answered from the lesson alone.
 */
import { analyze } from '../analysis/index.ts';
import { kindOf, misconceptions, type Exercise, type Finding } from '../exercises/index.ts';
import { decodeBase64 } from './base64.ts';
import { questionsOn } from './evidence-questions.ts';
import type { Graded } from './regrade.ts';
import type { Submission, SubmittedAttempt, SubmittedItem } from './submission.ts';

/** A question for one learner. */
export interface OralQuestion {
  /** The exercise, or none where the question is about the notebook. */
  readonly exercise?: string;
  readonly ask: string;
  /** What in the submission the question stands on. */
  readonly fact: string;
}

const wanted = 3;
/** More of a paste than this is not read for questions; a fact from its head will do. */
const mostCharacters = 2_000_000;

/**
 * Returns three questions on a submission, fewer where it holds less; the same for the same file. No two are on the same
 * fact, and where it can be they are on different exercises.
 *
 * @example await oralQuestions(submission, graded, exercises)
 */
export async function oralQuestions(
  submission: Submission,
  graded: Graded,
  exercises: ReadonlyMap<string, Exercise>,
): Promise<readonly OralQuestion[]> {
  const perItem: (readonly OralQuestion[])[] = [];
  for (const item of submission.items) {
    const exercise = exercises.get(item.exercise);
    if (exercise === undefined || item.attempts.length === 0) continue;
    const finding = graded.exercises.find((verdict) => verdict.exercise === item.exercise)?.findings[0];
    perItem.push([...(await onEvidence(item, exercise)), ...onAttempts(item, exercise, finding)]);
  }
  return pick([...perItem, onNotebook(submission)]);
}

/** One from each list in turn, lists on own evidence first, so that no exercise has two before each has one. */
function pick(lists: readonly (readonly OralQuestion[])[]): readonly OralQuestion[] {
  const ordered = lists.filter((list) => list.length > 0).toSorted((a, b) => b.length - a.length);
  const picked = new Map<string, OralQuestion>();
  for (let round = 0; round < wanted * 4 && picked.size < wanted; round++) {
    for (const list of ordered) {
      const question = list[round];
      if (question !== undefined && picked.size < wanted && !picked.has(question.ask))
        picked.set(question.ask, question);
    }
  }
  return [...picked.values()];
}

async function onEvidence(item: SubmittedItem, exercise: Exercise): Promise<readonly OralQuestion[]> {
  const file = item.attempts.at(-1)?.evidence[0];
  if (exercise.evidence !== 'own' || file === undefined || file.content.length > mostCharacters) return [];
  const content = file.encoding === 'text' ? file.content : decodeBase64(file.content);
  const { evidence } = await analyze(content, { source: file.source });
  const found =
    exercise.expects.length === 0
      ? evidence
      : evidence.filter(({ kind }) => exercise.expects.some((one) => one === kind));
  return found
    .slice(0, 2)
    .flatMap(questionsOn)
    .map((question) => ({ exercise: item.exercise, ...question }));
}

function onAttempts(
  { exercise: id, attempts }: SubmittedItem,
  exercise: Exercise,
  finding: Finding | undefined,
): OralQuestion[] {
  const counted = attempts.filter(({ verdict }) => verdict !== 'unreadable');
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const title = quoted(exercise.prompt);
  const questions: OralQuestion[] = [];
  if (first.answer !== last.answer) {
    questions.push({
      exercise: id,
      ask: `To ${title} you first answered ${readable(exercise, first)} and ${between(first, last)} ${readable(exercise, last)}. What did you see in between that changed your mind?`,
      fact: `${counted.length} attempts; ${hintsBetween(last)}.`,
    });
  } else {
    questions.push({
      exercise: id,
      ask: `To ${title} you answered ${readable(exercise, last)}. What is the strongest reason against that answer, and why does it not hold?`,
      fact: `Answered at ${last.at.slice(0, 16).replace('T', ' ')} UTC; ${hintsBetween(last)}.`,
    });
  }
  if (finding?.misconception !== undefined)
    questions.push({
      exercise: id,
      ask: `Your answer to ${title} was ${readable(exercise, last)}. How would you show a colleague, on your own output, that it is not so?`,
      fact: `Graded as: ${misconceptions[finding.misconception]}`,
    });
  return questions;
}

function hintsBetween({ hintsUsed, solutionSeen }: SubmittedAttempt): string {
  const hints = hintsUsed === 1 ? '1 hint used' : `${hintsUsed === 0 ? 'no' : hintsUsed} hints used`;
  return solutionSeen ? `${hints}, the solution was open` : hints;
}

function between(first: SubmittedAttempt, last: SubmittedAttempt): string {
  const minutes = Math.round((Date.parse(last.at) - Date.parse(first.at)) / 60_000);
  if (!(minutes >= 1)) return 'then';
  return minutes === 1 ? 'a minute later' : `${minutes} minutes later`;
}

/** An answer as the learner saw it: the texts of options, not their ids. */
function readable(exercise: Exercise, { answer }: SubmittedAttempt): string {
  const ids = answer.split(',').map((id) => id.trim());
  if (kindOf(exercise.kind) === kindOf('choice') && 'options' in exercise) {
    const texts = ids.map((id) => exercise.options.find((option) => option.id === id)?.text ?? id);
    return texts.map(quoted).join(' and ');
  }
  return answer.trim() === '' ? 'nothing' : quoted(answer);
}

function quoted(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('`', '')
    .replace(/\.\s*$/, '')
    .trim();
  return `“${line.length > 120 ? `${line.slice(0, 119)}…` : line}”`;
}

function onNotebook({ notebook = [] }: Submission): OralQuestion[] {
  return notebook
    .filter(({ text }) => text.trim() !== '')
    .map(({ at, lesson, kind, text }) => ({
      ask: `You noted ${quoted(text)} as ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}. What did it rule out, and what would have shown that it is wrong?`,
      fact: `Notebook of ${lesson}, ${at.slice(0, 16).replace('T', ' ')} UTC.`,
    }));
}
