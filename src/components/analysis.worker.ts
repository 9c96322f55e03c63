/** Reads and grades away from the page, so that no paste can make it stutter. It takes no URL from its input. */
import { redact } from '../analysis/index.ts';
import { formatHint, grade, type Attempt, type Exercise } from '../exercises/index.ts';
import { readText } from './reading.ts';

/** What the page asks for. */
export type AnalysisTask =
  | { readonly task: 'read'; readonly source: string; readonly content: string | Uint8Array }
  | { readonly task: 'redact'; readonly text: string }
  | { readonly task: 'grade'; readonly exercise: Exercise; readonly attempt: Attempt }
  | {
      readonly task: 'hint';
      readonly exercise: Exercise;
      readonly index: number;
      readonly evidence: Attempt['evidence'];
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
      return grade(request.exercise, request.attempt);
    case 'hint':
      return formatHint(request.exercise, request.index, request.evidence);
  }
}
