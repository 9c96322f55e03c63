import type { CodeProblem } from './compile-errors.ts';

/** What an editor is made of. */
export interface EditorOptions {
  /** Where it goes; its styles stay in a shadow root of this element. */
  readonly host: HTMLElement;
  /** How to leave it, for screen readers. */
  readonly hint: string;
  /** Called for each change that was typed. */
  readonly onChange: (file: string, text: string) => void;
}

/** One editor for the files of a lab, one shown at a time. */
export interface Editor {
  /** The file that is shown. */
  readonly file: string;
  /** Shows a file; each keeps its own cursor and undo history. `text` is taken when the file is new here. */
  open(file: string, text: string): void;
  /** Takes over a file's text from outside (a tool, another tab, "reset"), keeping the cursor where it can. */
  replace(file: string, text: string): void;
  /** Forgets a file. */
  forget(file: string): void;
  /** Marks problems at their lines, instead of those before. */
  mark(problems: readonly CodeProblem[]): void;
  /** Shows the difference to another text of the open file; undefined ends that. */
  compare(other: string | undefined): void;
  /** Puts the cursor on a line of the open file, shows it, and says what is marked there. */
  goTo(line: number): void;
  focus(): void;
}

/** Opens an editor; CodeMirror is loaded now. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  const { createEditor } = await import('./codemirror.ts');
  return createEditor(options);
}
