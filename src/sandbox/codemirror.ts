/** The editor by CodeMirror 6, in a shadow root: there its style sheets are allowed by the page's policy. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { go } from '@codemirror/lang-go';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { unifiedMergeView } from '@codemirror/merge';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import type { Extension, Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { CodeProblem } from './compile-errors.ts';
import type { Editor, EditorOptions } from './editor.ts';

/** Colors come from the page's tokens, which cross into the shadow root. */
const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--well)', color: 'var(--ink)', fontSize: 'var(--evidence)', height: '100%' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)', padding: '0.6em 0' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-gutters': { backgroundColor: 'var(--well)', color: 'var(--quiet)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--sheet) 60%, transparent)' },
  '&.cm-focused': { outline: '2px solid var(--mark)', outlineOffset: '-2px' },
  '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--mark-wash) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--sheet)', color: 'var(--ink)', border: '1px solid var(--edge)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--fault) 1px' },
  '.cm-lintRange-warning': { backgroundImage: 'none' },
  '.race-write': { textDecoration: 'underline solid var(--write) 2px', textUnderlineOffset: '4px' },
  '.race-read': { textDecoration: 'underline dashed var(--read) 2px', textUnderlineOffset: '4px' },
  '.cm-deletedChunk': { backgroundColor: 'var(--fault-wash)' },
  '.cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-deletedText': { background: 'none', color: 'var(--ink)' },
  '.cm-deletedChunk span': { color: 'var(--ink) !important' },
  '.cm-changedLine': { backgroundColor: 'var(--right-wash) !important' },
  '.cm-changedText, &.cm-merge-b .cm-changedText': { background: 'none' },
  '.cm-changedLine span': { color: 'var(--ink)' },
});

const colors = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword], color: 'var(--mark)' },
    { tag: [tags.string, tags.character], color: 'var(--right)' },
    { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--allocated)' },
  ]),
);

/** How long after Escape a Tab leaves the editor, unless another key comes first. */
const leaveMillis = 30_000;

const leaveByEscape = keymap.of([
  {
    key: 'Escape',
    run: (view) => {
      view.setTabFocusMode(leaveMillis);
      return false;
    },
  },
]);

const hintId = 'hint';

/** Marks changes that were not typed. */
const fromOutside = Annotation.define<boolean>();

function stateOf(file: string, text: string, options: EditorOptions, comparing: Compartment): EditorState {
  const language = file.endsWith('.go') ? [go(), indentUnit.of('\t')] : [];
  const extensions: Extension = [
    leaveByEscape,
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    lintGutter(),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorState.tabSize.of(4),
    EditorView.contentAttributes.of({ 'aria-label': file, 'aria-describedby': hintId, tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      const isTyped = update.docChanged && update.transactions.some((one) => !one.annotation(fromOutside));
      if (isTyped) options.onChange(file, update.state.doc.toString());
    }),
    comparing.of([]),
    language,
    theme,
    colors,
  ];
  return EditorState.create({ doc: text, extensions });
}

/** Returns an editor with no file open. */
export function createEditor(options: EditorOptions): Editor {
  const root = options.host.shadowRoot ?? options.host.attachShadow({ mode: 'open' });
  // A description must stand in the same tree as what it describes.
  const hint = Object.assign(document.createElement('p'), { id: hintId, hidden: true, textContent: options.hint });
  root.replaceChildren(hint);
  return new CodeMirrorEditor(root, options);
}

class CodeMirrorEditor implements Editor {
  readonly #options: EditorOptions;
  readonly #view: EditorView;
  readonly #comparing = new Compartment();
  /** The files that are not shown, as they were left. */
  readonly #states = new Map<string, EditorState>();
  #problems: readonly CodeProblem[] = [];
  #file = '';

  constructor(root: ShadowRoot, options: EditorOptions) {
    this.#options = options;
    this.#view = new EditorView({ parent: root, root });
    root.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key !== 'F8') return;
      event.preventDefault();
      this.#goToNext();
    });
  }

  get file(): string {
    return this.#file;
  }

  open(file: string, text: string): void {
    if (file === this.#file) return;
    if (this.#file !== '') this.#states.set(this.#file, this.#view.state);
    this.#file = file;
    this.#view.setState(this.#states.get(file) ?? stateOf(file, text, this.#options, this.#comparing));
    this.replace(file, text);
    this.#showProblems();
  }

  replace(file: string, text: string): void {
    if (file !== this.#file) return void this.#states.delete(file);
    const now = this.#view.state.doc.toString();
    if (now === text) return;
    this.#view.dispatch({ changes: differenceOf(now, text), annotations: fromOutside.of(true) });
  }

  forget(file: string): void {
    this.#states.delete(file);
    if (this.#file === file) this.#file = '';
  }

  mark(problems: readonly CodeProblem[]): void {
    this.#problems = problems;
    this.#showProblems();
  }

  compare(other: string | undefined): void {
    const view = other === undefined ? [] : unifiedMergeView({ original: other, mergeControls: false });
    this.#view.dispatch({ effects: this.#comparing.reconfigure(view) });
  }

  goTo(line: number): void {
    const { doc } = this.#view.state;
    const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const told = this.#problems.filter((one) => one.file === this.#file && one.line === line);
    this.#view.dispatch({
      selection: { anchor: from },
      effects: [
        EditorView.scrollIntoView(from, { y: 'center' }),
        EditorView.announce.of(`Line ${line}. ${told.map(({ message }) => message).join(' ')}`),
      ],
    });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  /** To the next marked line of this file, from the last one to the first. */
  #goToNext(): void {
    const { state } = this.#view;
    const now = state.doc.lineAt(state.selection.main.head).number;
    const lines = this.#problems.filter(({ file }) => file === this.#file).map(({ line }) => line);
    const next = lines.filter((line) => line > now).sort((a, b) => a - b)[0] ?? Math.min(...lines);
    if (Number.isFinite(next)) this.goTo(next);
  }

  #showProblems(): void {
    const { doc } = this.#view.state;
    const own = this.#problems.filter(({ file }) => file === this.#file && file !== '');
    this.#view.dispatch(
      setDiagnostics(
        this.#view.state,
        own.flatMap((problem) => diagnosticOf(doc, problem)),
      ),
    );
  }
}

/** The one stretch in which two texts differ, so that cursors outside of it stay where they are. */
function differenceOf(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function diagnosticOf(doc: Text, { line, column, message, access }: CodeProblem): readonly Diagnostic[] {
  if (line > doc.lines) return [];
  const { from, to, text } = doc.line(line);
  // Go counts columns in bytes.
  const bytes = new TextEncoder().encode(text).subarray(0, (column ?? 1) - 1);
  const start = Math.min(to, from + new TextDecoder().decode(bytes).length);
  if (access === undefined) return [{ from: start, to: Math.max(start, to), severity: 'error', message }];
  const first = from + text.length - text.trimStart().length;
  return [{ from: first, to, severity: 'warning', message, markClass: `race-${access}` }];
}
