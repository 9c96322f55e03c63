/** Reads and grades away from the page, so that no paste can make it stutter. It takes no URL from its input. */
import { redact } from '../analysis/index.ts';
import {
  createVariant,
  formatHint,
  formatVariantHint,
  gradeVariant,
  type Attempt,
  type Exercise,
  type Variant,
} from '../exercises/index.ts';
import type { ChosenVariant } from './lesson-variants.ts';
import { readText } from './reading.ts';

/** What the page asks for. */
export type AnalysisTask =
  | { readonly task: 'read'; readonly source: string; readonly content: string | Uint8Array }
  | { readonly task: 'redact'; readonly text: string }
  | {
      readonly task: 'grade';
      readonly exercise: Exercise;
      readonly attempt: Attempt;
      readonly variant: ChosenVariant | undefined;
    }
  | {
      readonly task: 'hint';
      readonly exercise: Exercise;
      readonly index: number;
      readonly evidence: Attempt['evidence'];
      readonly variant: ChosenVariant | undefined;
    };

/** A task and its number. */
export type AnalysisRequest = AnalysisTask & { readonly id: number };

/** The answer to the task of that number. */
export type AnalysisReply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

self.addEventListener('message', (event: MessageEvent<AnalysisRequest>) => {
  const { id } = event.data;
  perform(event.data).then(
    (value) => self.postMessage({ id, value } satisfies AnalysisReply),
    (error: unknown) =>
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies AnalysisReply),
  );
});

async function perform(request: AnalysisTask): Promise<unknown> {
  switch (request.task) {
    case 'read':
      return readText(request.source, request.content);
    case 'redact':
      return redact(request.text);
    case 'grade':
      return gradeVariant(request.exercise, variantOf(request.variant), request.attempt);
    case 'hint':
      return hint(request.exercise, request.index, request.evidence, variantOf(request.variant));
  }
}

function variantOf(chosen: ChosenVariant | undefined): Variant | undefined {
  return chosen && createVariant(chosen.program, chosen.seed);
}

function hint(exercise: Exercise, index: number, evidence: Attempt['evidence'], variant?: Variant): Promise<string> {
  return variant ? formatVariantHint(exercise, variant, index, evidence) : formatHint(exercise, index, evidence);
}
