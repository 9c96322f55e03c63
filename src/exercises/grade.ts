/** What an answer with its evidence is worth: the one entry point for page, command line and gradebook. */
import { readEvidence, type ReadBack } from './evidence.ts';
import { isPlayed, playedFinding } from './played.ts';
import { kindOf, type Exercise } from './registry.ts';
import type { Attempt, Finding, Judgement, Verdict, VerdictWord } from './verdict.ts';

/**
 * Returns the verdict on one attempt, `faultline.verdict/1`. Points are rounded to hundredths. Evidence or an answer that
 * can't be judged gives `unreadable`, which is no attempt, with one finding that says what to paste or type instead.
 * `readBack` turns evidence of a variant into the lab's own words.
 *
 * @throws RangeError where the exercise's kind is unknown to this version.
 * @example await grade(exercise, { answer: 'store.go:41', evidence: [{ source: 'paste', content: text }] })
 */
export async function grade(exercise: Exercise, attempt: Attempt, readBack?: ReadBack): Promise<Verdict> {
  const kind = kindOf(exercise.kind);
  const evidence = await readEvidence(exercise, attempt.evidence, readBack);
  if ('unreadable' in evidence) return unreadable(exercise, evidence.unreadable);
  const judged = kind.judge(exercise, attempt.answer, evidence);
  if ('unreadable' in judged) return unreadable(exercise, judged.unreadable);
  const isOnRecording = exercise.evidence === 'own' && evidence.files.some(isPlayed);
  return verdictOf(exercise, isOnRecording ? { ...judged, findings: [...judged.findings, playedFinding] } : judged);
}

function unreadable(exercise: Exercise, finding: Finding): Verdict {
  return { ...head(exercise), verdict: 'unreadable', points: 0, maxPoints: exercise.points, findings: [finding] };
}

function verdictOf(exercise: Exercise, { score, findings }: Judgement): Verdict {
  const points = Math.round(score * exercise.points * 100) / 100;
  return { ...head(exercise), verdict: wordOf(score), points, maxPoints: exercise.points, findings };
}

function head(exercise: Exercise): Pick<Verdict, 'schema' | 'exercise' | 'version'> {
  return { schema: 'faultline.verdict/1', exercise: exercise.id, version: exercise.version };
}

function wordOf(score: number): VerdictWord {
  if (score >= 1) return 'correct';
  return score > 0 ? 'partly' : 'wrong';
}
