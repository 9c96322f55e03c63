import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runSession } from '../../src/cli/lessons/session.ts';

/** Stands for Delve: greets, prompts, repeats what it reads, and leaves at `exit`. */
const echo = `printf 'ready\\n(dlv) '; while read -r line; do [ "$line" = exit ] && exit 3; printf 'said %s\\n(dlv) ' "$line"; done`;

describe('a recorded session', () => {
  it('types one line at each prompt, then exit, and reads as on a terminal', async () => {
    const { output, exit } = await runSession(echo, tmpdir(), ['stack', 'frame 3']);
    expect(output).toBe('ready\n(dlv) stack\nsaid stack\n(dlv) frame 3\nsaid frame 3\n(dlv) exit\n');
    expect(exit).toBe(3);
  });

  it('ends with the program that leaves before the last line', async () => {
    const { output, exit } = await runSession(`printf '(dlv) '; read -r line; exit 1`, tmpdir(), ['stack', 'locals']);
    expect(output).toBe('(dlv) stack\n');
    expect(exit).toBe(1);
  });
});
