/** Says what a long build is doing: one line that is rewritten on a terminal, one line per step elsewhere. */
export interface Progress {
  /** A step that takes long; `part` of `whole` while it goes on. */
  step(what: string, part?: number, whole?: number): void;
  done(what: string): void;
}

/** Returns a progress that writes to a stream such as standard error. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  const started = performance.now();
  let last = '';
  return {
    step(what, part, whole) {
      if (!stream.isTTY && what === last) return;
      last = what;
      const count = part === undefined || whole === undefined ? '' : ` ${part}/${whole}`;
      stream.write(stream.isTTY ? `\r\x1b[K${what}${count} …` : `${what} …\n`);
    },
    done(what) {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      stream.write(`${stream.isTTY ? '\r\x1b[K' : ''}${what} (${seconds} s)\n`);
    },
  };
}
