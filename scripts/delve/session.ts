/** A debugger's session, one command at a time: what each printed, up to the next prompt. */

export interface Exchange {
  /** Absent for what is printed before the first prompt. */
  readonly command?: string;
  readonly output: string;
}

/** The session of a core, recorded from native Delve: what the page's Delve must answer too. */
export interface DelveRecording {
  readonly delve: string;
  readonly exchanges: readonly Exchange[];
}

const PROMPT = '(dlv) ';

/** Feeds commands to a debugger whose output comes in pieces, and collects the answers. */
export class DelveSession {
  readonly exchanges: Exchange[] = [];
  readonly #commands: string[];
  readonly #send: (line: string) => void;
  #command: string | undefined;
  #output = '';

  constructor(commands: readonly string[], send: (line: string) => void) {
    this.#commands = [...commands, 'exit'];
    this.#send = send;
  }

  /** Takes what the debugger printed. A prompt at its end asks for the next command. */
  take(text: string): void {
    this.#output += text;
  }

  /** True when what was printed last is an open prompt. */
  get isAtPrompt(): boolean {
    return this.#output === PROMPT || this.#output.endsWith(`\n${PROMPT}`);
  }

  /** Sends the next command. */
  advance(): void {
    this.finish();
    const command = this.#commands.shift();
    if (command === undefined) return;
    this.#command = command;
    this.#send(`${command}\n`);
  }

  /** Keeps what was printed since the last command, without the prompt. */
  finish(): void {
    const output = this.#output.endsWith(PROMPT) ? this.#output.slice(0, -PROMPT.length) : this.#output;
    this.exchanges.push({ ...(this.#command === undefined ? {} : { command: this.#command }), output });
    this.#output = '';
  }
}

/** The commands of a file: one a line, blank lines and lines that start with # left out. */
export function parseCommands(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
}
