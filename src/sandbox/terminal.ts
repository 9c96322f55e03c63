import type { FitAddon as Fit } from '@xterm/addon-fit';
import type { ITheme, Terminal as Xterm } from '@xterm/xterm';
import type { ExitStatus, OutputStream } from '../toolchain/process/index.ts';
import type { Shell } from '../toolchain/shell/index.ts';
import { withAdoptedStyles } from './adopted-styles.ts';
import { commonPrefix, completeInput, formatColumns } from './completion.ts';
import type { Completion } from './completion.ts';
import { splitKeys } from './escape-sequences.ts';
import { createLineEditor } from './line-editor.ts';
import type { LineAction, LineEditor } from './line-editor.ts';
import { createRecorder } from './transcript.ts';
import type { CommandRecord, Recorder } from './transcript.ts';
import { createTypedLine } from './typed-line.ts';

/** What a terminal is made of. */
export interface TerminalOptions {
  /** Where its screen goes. */
  readonly host: HTMLElement;
  /** Its accessible name, and the id of the text that says how to leave it. */
  readonly label: string;
  readonly describedBy: string;
  readonly shell: Shell;
  readonly theme: () => ITheme;
  /** Called when a command starts, prints or ends; often. */
  readonly onRecord: (recorder: Recorder) => void;
  readonly onEnd: (record: CommandRecord) => void;
  /** Says something to a screen reader. */
  readonly announce: (text: string) => void;
}

/** One terminal of a lab: a screen, its keyboard, and the commands that ran in it. */
export interface Terminal {
  /** Types a line and runs it, as if at the keyboard; waits for the one before. */
  run(line: string): Promise<void>;
  /** Ends what runs in the foreground. */
  stop(): void;
  /** True while a command runs in the foreground. */
  readonly isBusy: boolean;
  /** Marks the running command's output as a recording, and says so on the screen. */
  markRecording(made: string): void;
  /** Writes a line of the page's own, in a quiet color. */
  note(text: string): void;
  focus(): void;
  fit(): void;
  refreshTheme(): void;
}

const quiet = (text: string): string => `\x1b[2m${text}\x1b[0m`;
let nextRecord = 1;

/** Opens a terminal; xterm is loaded now. */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const [{ Terminal: XtermTerminal }, { FitAddon }] = await Promise.all([
    import('@xterm/xterm'),
    import('@xterm/addon-fit'),
  ]);
  const xterm = new XtermTerminal({
    convertEol: true,
    cursorBlink: false,
    fontFamily: getComputedStyle(options.host).fontFamily,
    fontSize: 14,
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    scrollback: 5000,
    theme: options.theme(),
  });
  const fit = new FitAddon();
  xterm.loadAddon(fit);
  withAdoptedStyles(() => xterm.open(options.host));
  fit.fit();
  return new TerminalScreen(xterm, fit, options);
}

class TerminalScreen implements Terminal {
  readonly #xterm: Xterm;
  readonly #fit: Fit;
  readonly #options: TerminalOptions;
  readonly #line = createTypedLine();
  readonly #prompt: LineEditor;
  /** One editor, with a history of its own, for each program that reads from the keyboard. */
  readonly #inputs = new Map<string, { readonly editor: LineEditor; readonly history: string[] }>();
  /** Writes to the screen, one after another: each knows where the cursor stands when its turn comes. */
  #screen: Promise<void> = Promise.resolve();
  #output: (Uint8Array | string)[] = [];
  /** What is left of a paste of several lines: it waits for the prompt. */
  #pasted: string[] = [];
  #keys: Promise<void> = Promise.resolve();
  /** True while the prompt stands on the screen, before the typed line. */
  #hasPrompt = false;
  #recorder: Recorder | undefined;
  #running: Promise<void> | undefined;
  #leaveByTab = false;
  #isKeyDown = false;

  constructor(xterm: Xterm, fit: Fit, options: TerminalOptions) {
    this.#xterm = xterm;
    this.#fit = fit;
    this.#options = options;
    this.#prompt = createLineEditor(() => options.shell.history);
    const textarea = xterm.textarea;
    textarea?.setAttribute('aria-label', options.label);
    textarea?.setAttribute('aria-describedby', options.describedBy);
    xterm.attachCustomKeyEventHandler((event) => this.#admitKey(event));
    xterm.onData((data) => this.#take(splitKeys(data)));
    if (textarea) this.#readInputEvents(textarea);
    // The page announces one sentence for each command; xterm would read all output aloud, at once.
    options.host.querySelector('.live-region')?.setAttribute('aria-live', 'off');
    this.#showPrompt();
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  async run(line: string): Promise<void> {
    await this.#running;
    this.#prompt.reset();
    this.#prompt.insert(line);
    this.#redraw();
    this.#submit();
    await this.#running;
  }

  stop(): void {
    if (!this.#options.shell.signal('INT')) this.#prompt.reset();
  }

  markRecording(made: string): void {
    this.#recorder?.markRecording(made);
    this.#print(quiet(`[recording, ${made}]\n`));
  }

  note(text: string): void {
    this.#print(quiet(`${text}\n`));
  }

  focus(): void {
    this.#xterm.focus();
  }

  fit(): void {
    this.#fit.fit();
  }

  refreshTheme(): void {
    this.#xterm.options.theme = this.#options.theme();
  }

  /** Tab completes only what was typed; on an empty line, or after Escape, it goes on through the page. */
  #admitKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keypress') this.#isKeyDown = event.type === 'keydown';
    if (event.type !== 'keydown') return true;
    if (event.ctrlKey && event.key.toLowerCase() === 'c' && this.#xterm.hasSelection()) return false;
    if (event.key !== 'Tab') {
      this.#leaveByTab = event.key === 'Escape';
      return true;
    }
    const leaves = event.shiftKey || this.#leaveByTab || this.#editor.state.text === '';
    this.#leaveByTab = false;
    return !leaves;
  }

  /** Text that comes without a key (dictation, emoji, phones), which xterm leaves out in its screen reader mode. */
  #readInputEvents(textarea: HTMLTextAreaElement): void {
    textarea.addEventListener('input', (event) => {
      const { data, inputType, composed } = event as InputEvent;
      if (inputType !== 'insertText' || !data || (composed && this.#isKeyDown)) return;
      this.#take(splitKeys(data));
      textarea.value = '';
    });
  }

  get #editor(): LineEditor {
    return this.#running ? this.#input.editor : this.#prompt;
  }

  /** The keyboard of the program in the foreground. */
  get #input(): { readonly editor: LineEditor; readonly history: string[] } {
    const name = this.#options.shell.foreground?.split(' ')[0] ?? '';
    const known = this.#inputs.get(name);
    if (known) return known;
    const history: string[] = [];
    const input = { editor: createLineEditor(() => history), history };
    this.#inputs.set(name, input);
    return input;
  }

  /** Handles keys in order; lines after the first of a paste wait for the prompt. */
  #take(keys: readonly string[]): void {
    this.#keys = this.#keys.then(async () => {
      for (const [at, key] of keys.entries()) {
        const wasBusy = this.isBusy;
        await this.#handleKey(key);
        if (wasBusy || !this.isBusy) continue;
        this.#pasted.push(...keys.slice(at + 1));
        return;
      }
    });
  }

  async #handleKey(key: string): Promise<void> {
    const action = this.#editor.key(key);
    if (action === undefined) return this.#redraw();
    if (action === 'bell') return;
    if (action === 'complete') return this.#complete();
    if (this.#running) return this.#actOnProgram(action);
    this.#actAtPrompt(action);
  }

  #actOnProgram(action: LineAction): void {
    const { shell } = this.#options;
    const { editor, history } = this.#input;
    if (action === 'submit') {
      const { text } = editor.state;
      this.#commit(editor);
      this.#recorder?.write(`${text}\n`);
      if (text !== '') history.push(text);
      editor.reset();
      shell.type(`${text}\n`);
    } else if (action === 'end') shell.endInput();
    else if (action === 'clear') this.#clear();
    else if (action === 'interrupt' || action === 'quit') {
      this.#print(action === 'interrupt' ? '^C\n' : '^\\\n');
      editor.reset();
      shell.signal(action === 'interrupt' ? 'INT' : 'QUIT');
    }
  }

  #actAtPrompt(action: LineAction): void {
    if (action === 'submit') this.#submit();
    else if (action === 'interrupt') {
      this.#commit(this.#prompt, '^C');
      this.#prompt.reset();
      this.#showPrompt();
    } else if (action === 'clear') this.#clear();
    else if (action === 'end') this.note('This terminal stays open; Escape, then Tab, leaves it.');
  }

  #submit(): void {
    const line = this.#prompt.state.text;
    this.#commit(this.#prompt);
    this.#prompt.reset();
    if (line.trim() === '') return this.#showPrompt();
    this.#running = this.#runLine(line).finally(() => {
      this.#running = undefined;
      this.#showPrompt();
      this.#take(this.#pasted.splice(0));
    });
  }

  async #runLine(line: string): Promise<void> {
    const { shell, onRecord, onEnd } = this.#options;
    const recorder = createRecorder(nextRecord++, line, () => onRecord(recorder));
    this.#recorder = recorder;
    onRecord(recorder);
    const stream: OutputStream = {
      isTerminal: true,
      write: (data) => {
        recorder.write(data);
        this.#print(data);
      },
    };
    const { code }: ExitStatus = await shell.run(line, { stdout: stream, stderr: stream });
    recorder.end(code);
    this.#recorder = undefined;
    onEnd(recorder.record);
  }

  async #complete(): Promise<void> {
    const editor = this.#editor;
    const { text, cursor } = editor.state;
    const { from, candidates } = await this.#candidates(text, cursor);
    const [first] = candidates;
    if (first === undefined) return this.#options.announce('No completion.');
    const common = commonPrefix(candidates);
    if (candidates.length > 1 && common.length <= cursor - from) {
      const names = candidates.slice(0, 200).map((candidate) => candidate.trim());
      const columns = `${formatColumns(names, this.#xterm.cols)}\n`;
      // The prompt of a program is its own: it is said once more below the list.
      this.#print(this.#running ? `\n${columns}${lastLine(this.#recorder?.record.text)}` : columns);
      this.#options.announce(`${candidates.length} completions: ${names.slice(0, 10).join(', ')}`);
      return;
    }
    editor.replace(from, common);
    this.#redraw();
    if (candidates.length === 1) this.#options.announce(common.trim());
  }

  async #candidates(text: string, cursor: number): Promise<Completion> {
    const { shell } = this.#options;
    if (!this.#running) return shell.complete(text, cursor);
    return completeInput(shell.foreground ?? '', text, cursor, this.#recorder?.record.text ?? '');
  }

  /** Everything on the screen but the line being typed goes. */
  #clear(): void {
    this.#enqueue(async () => {
      await this.#write(`${this.#erase()}\x1b[H\x1b[2J\x1b[3J`);
      await this.#drawAgain();
    });
  }

  #commit(editor: LineEditor, suffix = ''): void {
    const state = editor.state;
    this.#enqueue(async () => {
      await this.#write(this.#line.erase());
      const origin = this.#xterm.buffer.active.cursorX;
      const shown = { text: state.text + suffix, cursor: state.text.length + suffix.length };
      await this.#write(this.#line.draw(shown, origin, this.#xterm.cols) + this.#line.commit(shown, this.#xterm.cols));
      this.#hasPrompt = false;
    });
  }

  #redraw(): void {
    this.#enqueue(async () => {
      await this.#write(this.#line.erase());
      await this.#drawLine();
    });
  }

  #showPrompt(): void {
    const notices = this.#options.shell.notices().join('');
    this.#enqueue(async () => {
      await this.#write(this.#erase() + notices);
      await this.#drawAgain();
    });
  }

  async #drawPrompt(): Promise<void> {
    this.#hasPrompt = true;
    const fresh = this.#xterm.buffer.active.cursorX > 0 ? '\r\n' : '';
    await this.#write(`${fresh}\x1b[1m${this.#options.shell.prompt()}\x1b[0m`);
    await this.#drawLine();
  }

  async #drawLine(): Promise<void> {
    const { state, search } = this.#editor;
    const origin = this.#xterm.buffer.active.cursorX;
    const shown = search === undefined ? state : searchState(search, state.text);
    if (this.#running && shown.text === '') return;
    await this.#write(this.#line.draw(shown, origin, this.#xterm.cols));
  }

  /** Output goes above the line being typed, and above the prompt where there is one. */
  #print(data: Uint8Array | string): void {
    this.#output.push(data);
    if (this.#output.length > 1) return;
    this.#enqueue(async () => {
      const output = this.#output;
      this.#output = [];
      await this.#write(this.#erase());
      for (const part of output.slice(0, -1)) this.#xterm.write(part);
      await this.#write(output.at(-1) ?? '');
      await this.#drawAgain();
    });
  }

  /** What takes the typed line off the screen, and the prompt before it. */
  #erase(): string {
    const typed = this.#line.erase();
    if (!this.#hasPrompt) return typed;
    this.#hasPrompt = false;
    return `${typed}\r\x1b[J`;
  }

  async #drawAgain(): Promise<void> {
    if (this.#running) await this.#drawLine();
    else await this.#drawPrompt();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#screen = this.#screen.then(work);
  }

  #write(data: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => this.#xterm.write(data, resolve));
  }
}

function lastLine(text = ''): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function searchState(search: string, found: string): { text: string; cursor: number } {
  const text = `(reverse-i-search)\`${search}': ${found}`;
  return { text, cursor: text.length };
}
