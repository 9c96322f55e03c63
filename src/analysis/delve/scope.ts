/** A typed command taken apart: what it does, and the goroutine and frame that it names for itself. */
export interface Scoped {
  /** The command's own name as typed: `p`, `print`, `bt`. Empty for an empty line. */
  readonly name: string;
  /** The rest of the line. */
  readonly rest: string;
  readonly goroutine?: number;
  /** `frame 10 print err` and `up 2 args` work in another frame and come back. */
  readonly frame?: number;
  /** Runs in a deferred call, whose frame has no number. */
  readonly deferred?: boolean;
}

const PREFIX = /^(goroutine|gr|frame|up|down|deferred)\s+(\d{1,9})\s+(\S.*)$/;

/**
 * The command that is really run, and where. `current` is the frame that `up` and `down` count from.
 * @example scopeOf('frame 10 print err', 0) // { name: 'print', rest: 'err', frame: 10 }
 */
export function scopeOf(command: string, current: number | undefined): Scoped {
  let text = command.trim();
  let scope: { goroutine?: number; frame?: number; deferred?: boolean } = {};
  for (let match = PREFIX.exec(text); match !== null; match = PREFIX.exec(text)) {
    const number = Number(match[2]);
    text = match[3] ?? '';
    if (match[1] === 'goroutine' || match[1] === 'gr') scope = { ...scope, goroutine: number, frame: 0 };
    else if (match[1] === 'frame') scope = { ...scope, frame: number };
    else if (match[1] === 'deferred') scope = { ...scope, deferred: true };
    else if (current !== undefined)
      scope = { ...scope, frame: match[1] === 'up' ? current + number : current - number };
  }
  const space = text.search(/\s/);
  return { name: space < 0 ? text : text.slice(0, space), rest: space < 0 ? '' : text.slice(space).trim(), ...scope };
}

/** The expression of a `print` command: its format verb left out. */
export function expressionOf({ rest }: Scoped): string {
  return rest.replace(/^%[a-z]\s+/i, '');
}

/** True for `print` under any of its names. */
export function isPrint({ name }: Scoped): boolean {
  return name === 'print' || name === 'p';
}

/** True for a command that lets the program run. */
export function isResume({ name }: Scoped): boolean {
  return /^(?:continue|c|restart|r|rebuild|rewind|rw|rev)$/.test(name);
}

/** True for a command that lets the current goroutine go on a little. */
export function isStep({ name }: Scoped): boolean {
  return /^(?:next|n|step|s|stepout|so|step-instruction|si|stepi|next-instruction|ni|nexti)$/.test(name);
}

/** True for a command that always prints something when it works. */
export function mustPrint({ name }: Scoped): boolean {
  return /^(?:print|p|args|locals|stack|bt|frame|up|down|goroutines|grs|goroutine|gr|whatis|list|ls|l|threads|breakpoints|bp)$/.test(
    name,
  );
}

/** Commands whose output is not read any further. */
export function isFreeText({ name }: Scoped): boolean {
  return !/^(?:stack|bt|goroutines|grs|goroutine|gr|args|locals|frame|up|down)$/.test(name);
}
