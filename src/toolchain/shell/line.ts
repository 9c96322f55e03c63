/** A piece of a word: literal text, or a variable to put in its place. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean };

/** One word of a command, before expansion. */
export type Word = readonly WordPart[];

/** `>file`, `2>>file`, `<file`, or `2>&1` (then `target` is the number of the other stream). */
export interface Redirection {
  readonly fd: 0 | 1 | 2;
  readonly mode: 'read' | 'write' | 'append' | 'join';
  readonly target: Word | 1 | 2;
}

/** `NAME=value` before a command, or alone. */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** One command of a pipeline. */
export interface Stage {
  readonly source: string;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

/** A pipeline, and when it runs: always, or after the success or the failure of what stood before it. */
export interface Pipeline {
  readonly source: string;
  readonly stages: readonly Stage[];
  readonly when: 'always' | 'success' | 'failure';
  readonly background: boolean;
}

/**
 * What a line is: pipelines that the terminal runs one by one, or a `script` (loops, substitutions, here documents and
 * the rest of the shell's language), which a whole shell must interpret.
 */
export type ParsedLine =
  | { readonly kind: 'pipelines'; readonly pipelines: readonly Pipeline[] }
  | { readonly kind: 'script' }
  | { readonly kind: 'error'; readonly message: string };
