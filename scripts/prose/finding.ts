/** Something to mend in a text. */
export interface Finding {
  /** 0-based offset in the source. */
  readonly at: number;
  readonly message: string;
}

/** Returns a finding as `file:line: message`. */
export function formatFinding(path: string, source: string, { at, message }: Finding): string {
  const line = source.slice(0, at).split('\n').length;
  return `${path}:${line}: ${message}`;
}
