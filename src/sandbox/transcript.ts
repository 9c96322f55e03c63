import { plainText } from './escape-sequences.ts';

/** One command of a terminal and all it printed: what the page shows as text and hands over as evidence. */
export interface CommandRecord {
  readonly id: number;
  /** As typed. */
  readonly line: string;
  /** Without colors and cursor movements. */
  readonly text: string;
  /** True when the middle of the output is left out of `text`. */
  readonly isCut: boolean;
  /** Undefined while it runs. */
  readonly status: number | undefined;
  /** What the output is a recording of, `go1.26.8 on linux/amd64`; undefined when it ran for real. */
  readonly recording: string | undefined;
}

/** Gathers what one command prints. */
export interface Recorder {
  readonly id: number;
  /** As typed. */
  readonly line: string;
  write(data: Uint8Array | string): void;
  markRecording(made: string): void;
  end(status: number): void;
  readonly record: CommandRecord;
}

const headCharacters = 4 * 1024 * 1024;
const tailCharacters = 64 * 1024;

/** Returns a recorder of one command; `onChange` is called after each change, of which there may be many: read `record` rarely. */
export function createRecorder(id: number, line: string, onChange: () => void): Recorder {
  const decoder = new TextDecoder();
  let head = '';
  let tail = '';
  let omitted = 0;
  let status: number | undefined;
  let recording: string | undefined;
  const record = (): CommandRecord => {
    const middle = omitted > 0 ? `\n[${omitted} characters left out here]\n` : '';
    return { id, line, text: plainText(head + middle + tail), isCut: omitted > 0, status, recording };
  };
  return {
    id,
    line,
    write(data) {
      const text = typeof data === 'string' ? data : decoder.decode(data, { stream: true });
      const room = headCharacters - head.length;
      head += text.slice(0, room);
      tail += text.slice(Math.max(0, room));
      if (tail.length > 2 * tailCharacters) {
        omitted += tail.length - tailCharacters;
        tail = tail.slice(-tailCharacters);
      }
      onChange();
    },
    markRecording(made) {
      recording = made;
      onChange();
    },
    end(code) {
      status = code;
      onChange();
    },
    get record() {
      return record();
    },
  };
}

/** Returns the sentence that is announced when a command ends. */
export function describeEnd({ line, text, status, recording }: CommandRecord): string {
  const lines = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
  const printed = `${lines} ${lines === 1 ? 'line' : 'lines'}`;
  const how = status === 130 ? 'was interrupted' : `exited with status ${status ?? 0}`;
  return `${line} ${how}, ${printed}${recording === undefined ? '' : `, a recording of ${recording}`}.`;
}
