import type { DelveEvidence, DelveFrame, DelveVariable } from './model.ts';

/** A variable of one frame, as last printed there. */
export interface FrameVariable {
  readonly name: string;
  /** The first line of the value. */
  readonly value: string;
  readonly isNil?: boolean;
  readonly unreadable?: boolean;
  /** Another frame shows the same name with another value. */
  readonly differs: boolean;
  readonly at: number;
}

/** A frame of the last stack with what the session printed in it. */
export interface FrameRow {
  readonly frame: DelveFrame;
  /** Where it went wrong. */
  readonly isCrash: boolean;
  /** The learner went there. */
  readonly isVisited: boolean;
  readonly variables: readonly FrameVariable[];
}

/**
 * The last stack as a table: per frame its variables, with names marked whose values differ from frame to frame.
 * Empty where the session shows no stack; values whose frame or name is not known are left out.
 * @example frameTable(session)[10]?.variables // [{ name: 'c', value: '(*main.customer)(0xc…)', differs: false, … }]
 */
export function frameTable(delve: DelveEvidence): readonly FrameRow[] {
  const byFrame = new Map<number, Map<string, DelveVariable>>();
  for (const variable of delve.variables) {
    if (variable.frame === undefined || variable.expression === undefined) continue;
    let known = byFrame.get(variable.frame);
    if (known === undefined) byFrame.set(variable.frame, (known = new Map()));
    known.set(variable.expression, variable);
  }
  const differing = differingNames(byFrame);
  const visited = new Set(delve.selections.map(({ frame }) => frame));
  return delve.frames.map((frame) => ({
    frame,
    isCrash: delve.crash?.frame === frame.index && delve.crash.site.func === frame.func,
    isVisited: visited.has(frame.index),
    variables: [...(byFrame.get(frame.index) ?? [])].map(([name, variable]) =>
      rowOf(name, variable, differing.has(name)),
    ),
  }));
}

/** Names with different first lines in different frames; values that could not be read do not count. */
function differingNames(byFrame: ReadonlyMap<number, ReadonlyMap<string, DelveVariable>>): ReadonlySet<string> {
  const first = new Map<string, string>();
  const differing = new Set<string>();
  for (const variables of byFrame.values()) {
    for (const [name, { value, unreadable }] of variables) {
      if (unreadable !== undefined) continue;
      const known = first.get(name);
      if (known === undefined) first.set(name, firstLine(value));
      else if (known !== firstLine(value)) differing.add(name);
    }
  }
  return differing;
}

function rowOf(name: string, { value, isNil, unreadable, at }: DelveVariable, differs: boolean): FrameVariable {
  return {
    name,
    value: firstLine(value),
    ...(isNil === undefined ? {} : { isNil }),
    ...(unreadable === undefined ? {} : { unreadable: true }),
    differs,
    at,
  };
}

function firstLine(value: string): string {
  const newline = value.indexOf('\n');
  return newline < 0 ? value : value.slice(0, newline);
}
