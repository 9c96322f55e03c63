/** What the program's own tables say about inlining, which neither a dump's stacks nor its frames tell. */
export interface FunctionNames {
  /** The function whose body a line of a compiled function belongs to; absent where the tables do not say. */
  readonly ofLine: (func: string, file: string, line: number) => string | undefined;
  /**
   * The place of an allocating call, told by the line that follows it: before Go 1.26 the innermost frame of an allocation
   * stack has the line of its return address. Absent where the tables do not say, or several calls fit.
   */
  readonly ofAllocation: (func: string, file: string, line: number) => SourcePlace | undefined;
  /** The functions at a return address, innermost first; empty where the tables do not say. */
  readonly ofPc: (pc: number) => readonly string[];
}

export const NO_FUNCTION_NAMES: FunctionNames = {
  ofLine: () => undefined,
  ofAllocation: () => undefined,
  ofPc: () => [],
};

export interface SourcePlace {
  readonly func: string;
  readonly file: string;
  readonly line: number;
}
