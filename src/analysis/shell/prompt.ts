const USER = /^(?:\([\w.-]{1,40}\) )?\[?[\w.-]{1,64}@[\w.-]{1,64}[: ][^$#%\n]{0,160}[$#%](?: |$)/;
const NAMED = /^(?:(?:ba|z|da|k|)sh-?[\d.]{0,8}[$#%]|PS [^>\n]{0,160}>|[A-Z]:\\[^>\n]{0,160}>)(?: |$)/;
const FOLDER = /^(?:~|\/)[\w./~-]{0,160} [$#%](?: |$)/;
/** Oh My Zsh puts the folder and git's state behind its arrow, pure and starship only the arrow itself. */
const FOLDER_ARROW = /^➜\s+\S{1,80}(?:\s+git:\([^)\n]{0,80}\))?(?:\s+[✗✔])?(?:\s|$)/;
const ARROW = /^[❯λ»](?:\s|$)/;
const BARE = /^[$%#] /;
/** Behind a bare `#` or `%` only these make a command: comments and compiler output look the same. */
const KNOWN =
  /^(?:sudo |time |env )?(?:[A-Z_]+=\S* |\.{0,2}\/\S|(?:ulimit|gcore|gdb|cat|ls|file|dlv|go|echo|sysctl|docker|podman|kubectl|ps|pgrep|pidof|kill|cd|export|coredumpctl|journalctl|dmesg|mkdir|rm|cp|mv|make|exit|clear|prlimit|head|tail|grep|stat|du|id|uname|sh|bash)\b)/;

/** The command behind a shell's prompt, '' for a prompt alone; undefined for a line without a prompt. */
export function commandOf(text: string): string | undefined {
  if (text.length > 1000) return undefined;
  const prompt =
    USER.exec(text) ?? NAMED.exec(text) ?? FOLDER.exec(text) ?? FOLDER_ARROW.exec(text) ?? ARROW.exec(text);
  if (prompt !== null) return text.slice(prompt[0].length).trim();
  if (text === '$' || text === '#' || text === '%') return '';
  if (!BARE.test(text)) return undefined;
  const command = text.slice(2).trim();
  return text.startsWith('$') || KNOWN.test(command) ? command : undefined;
}
