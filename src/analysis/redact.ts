/** What `redact` puts in place of what it finds; the same thing gets the same word, so that a text stays readable. */
const USER = 'user';
const HOST = 'host';

const HOME = /(\/home\/|\/Users\/|[A-Za-z]:[\\/]Users[\\/])([^\\/\s:"']{1,64})/g;
const BUILD_ROOT = /(\/(?:builds|workspace|go\/src|src)\/)([\w.-]{1,64})(?=\/)/g;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}/g;
const IPV4 = /\b(?:\d{1,3}\.){3}\d{1,3}\b(?::\d{1,5}\b)?/g;
const SECRET =
  /\b(?:gh[pousr]_\w{20,100}|glpat-[\w-]{20,100}|AKIA[0-9A-Z]{16}|xox[abpr]-[\w-]{10,100}|eyJ[\w-]{10,2000}\.[\w-]{10,2000}\.[\w-]{0,2000})/g;
const ASSIGNED = /\b((?:password|passwd|secret|token|api_?key|authorization)["']?\s?[=:]\s?["']?)([^\s"',}]{4,200})/gi;
const PROMPT = /^([\w.-]{1,40})@([\w.-]{1,60})(?=:\S{0,200}[$#] )/gm;
const POINTER = /\b0x[0-9a-f]{6,16}\b/g;

/**
 * The text with people, machines and secrets taken out: home folders, prompts, mail and network addresses, tokens,
 * and memory addresses by numbered names. Line breaks stay, so lines keep their numbers.
 * @example redact('/home/ann/app/main.go:9') // '/home/user/app/main.go:9'
 */
export function redact(text: string): string {
  const pointers = new Map<string, string>();
  const users = new Map<string, string>();
  return text
    .replace(SECRET, '[secret]')
    .replace(ASSIGNED, (_, name: string) => `${name}[secret]`)
    .replace(PROMPT, `${USER}@${HOST}`)
    .replace(EMAIL, (found) => (found.includes('@v') || found === `${USER}@${HOST}` ? found : 'name@example.com'))
    .replace(HOME, (_, root: string, name: string) => root + numbered(users, name, USER))
    .replace(BUILD_ROOT, (_, root: string, name: string) => root + numbered(users, name, 'team'))
    .replace(IPV4, '192.0.2.1')
    .replace(POINTER, (pointer) => address(pointers, pointer));
}

/** Still an address to every reader, and the same one for the same one. */
function address(known: Map<string, string>, pointer: string): string {
  let alias = known.get(pointer);
  if (alias === undefined) known.set(pointer, (alias = `0xadd${known.size.toString(16).padStart(4, '0')}`));
  return alias;
}

function numbered(known: Map<string, string>, name: string, word: string): string {
  let alias = known.get(name);
  if (alias === undefined) known.set(name, (alias = known.size === 0 ? word : `${word}${known.size + 1}`));
  return alias;
}
