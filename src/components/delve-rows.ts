/** A Delve session's last stack as the panel shows it: frames, whose code they are, and what was printed in them. */
import type { DelveEvidence } from '../analysis/index.ts';
import { frameTable, type FrameVariable } from '../analysis/delve/index.ts';
import { originsBy, shortName, type Origin } from '../analysis/trace/index.ts';
import { fileName } from './trace-marks.ts';

/** A frame with what the session showed of it. */
export interface StackRow {
  readonly index: number;
  readonly func: string;
  /** `main.go:53`; '' where the session does not say. */
  readonly place: string;
  readonly origin: Origin;
  readonly isCrash: boolean;
  /** The frame that the learner went to last. */
  readonly isSelected: boolean;
  readonly variables: readonly FrameVariable[];
}

/** Returns the frames of the session's last stack, innermost first; none where it shows no stack. */
export function stackRows(delve: DelveEvidence): readonly StackRow[] {
  const originOf = originsBy({});
  const selected = delve.selections.at(-1)?.frame;
  return frameTable(delve).map(({ frame, isCrash, variables }) => ({
    index: frame.index,
    func: shortName(frame.func),
    place: frame.file === undefined ? '' : `${fileName(frame.file)}${frame.line === undefined ? '' : `:${frame.line}`}`,
    origin: originOf(frame),
    isCrash,
    isSelected: frame.index === selected,
    variables,
  }));
}

/** Returns one sentence for those who do not see the table: how much there is, and which names differ. */
export function describeStack(rows: readonly StackRow[]): string {
  if (rows.length === 0) return 'No stack yet: type stack at the prompt of Delve.';
  const own = rows.filter(({ origin }) => origin === 'own').length;
  const names = new Set(
    rows.flatMap(({ variables }) => variables.filter(({ differs }) => differs).map(({ name }) => name)),
  );
  const differing = names.size === 0 ? '' : `; ${[...names].join(', ')} differs from frame to frame`;
  return `${rows.length} ${rows.length === 1 ? 'frame' : 'frames'}, ${own} of own code${differing}.`;
}
