import type { Lines } from './lines.ts';

const MARK = /^(?:…|\.{3,6}|⋮|snip|snipped|truncated|cut|omitted|elided)/iu;
const MAX_LENGTH = 60;

/**
 * True for a line with which a person or a tool says that lines are left out: `…`, `...`, `[...]`, `<snip>`,
 * `--- truncated ---`, `... 120 lines omitted ...`. The runtime's own `...N frames elided...` is none.
 */
export function isOmission(lines: Lines, i: number): boolean {
  if (lines.end(i) - lines.start(i) > MAX_LENGTH) return false;
  const text = lines.text(i).trim();
  if (text.endsWith('frames elided...')) return false;
  return MARK.test(text.replace(/^[[({<*# -]{1,8}/u, '')) && !text.includes('(0x');
}
