/** A message of the compiler, vet or gofmt, or of the race detector, about a place in a file. */
export interface CodeProblem {
  /** Relative to the lab's folder, as printed. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in bytes; undefined when the tool names none. */
  readonly column: number | undefined;
  readonly message: string;
  /** Of an access in a race. */
  readonly access?: 'read' | 'write';
}

const place = /^(?:vet: )?(?:\.\/)?([^\s:]+\.go):(\d+)(?::(\d+))?: (.+)$/;

/** Returns the problems that a go command printed, in its order; other output has none. */
export function findCodeProblems(output: string): readonly CodeProblem[] {
  return output.split('\n').flatMap((text) => {
    const [, file, line, column, message] = place.exec(text) ?? [];
    if (file === undefined || message === undefined) return [];
    return [{ file, line: Number(line), column: column === undefined ? undefined : Number(column), message }];
  });
}
