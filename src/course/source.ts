/** Go sources of labs: their marks, which never ship, and the functions they declare. */
import type { Mark, VariedNumber } from '../exercises/index.ts';
import type { LessonFiles } from './files.ts';

const markPattern = /[ \t]*\/\/ mark:([a-z0-9-]+)[ \t]*$/;
const numberPattern = /[ \t]*\/\/ vary:(\d{1,6})-(\d{1,6})[ \t]*$/;

/**
 * Returns the source without its `// mark:NAME` and `// vary:LOW-HIGH` comments; line numbers stay.
 *
 * @example stripMarks('return s[:n] // mark:fault') // 'return s[:n]'
 */
export function stripMarks(source: string): string {
  return source
    .split('\n')
    .map((line) => line.replace(markPattern, '').replace(numberPattern, ''))
    .join('\n');
}

/**
 * Returns the lines of a file whose first number may vary, as `// vary:LOW-HIGH` says.
 *
 * @example findVariedNumbers('main.go', 'Squares(8) // vary:6-9') // [{ file: 'main.go', line: 1, low: 6, high: 9 }]
 */
export function findVariedNumbers(file: string, source: string): readonly VariedNumber[] {
  return source.split('\n').flatMap((line, i) => {
    const [, low, high] = numberPattern.exec(line) ?? [];
    return low === undefined || high === undefined ? [] : [{ file, line: i + 1, low: Number(low), high: Number(high) }];
  });
}

/**
 * Returns the marks of a file by name, each with its line and the declared function around it.
 *
 * @example findMarks('main.go', source).get('fault')
 */
export function findMarks(file: string, source: string): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  let func = '';
  for (const [i, line] of source.split('\n').entries()) {
    func = parseFunc(line) ?? func;
    const name = markPattern.exec(line)?.[1];
    if (name !== undefined) marks.set(name, { file, line: i + 1, func });
  }
  return marks;
}

/**
 * Returns the functions that Go sources declare, as `declaredName` gives them: `Process`, `(*Store).Put`.
 *
 * @example findFunctions({ 'main.go': source })
 */
export function findFunctions(files: LessonFiles): readonly string[] {
  const sources = Object.entries(files).filter(([path]) => path.endsWith('.go'));
  const names = sources.flatMap(([, text]) => (text ?? '').split('\n').flatMap((line) => parseFunc(line) ?? []));
  return [...new Set(names)];
}

/** `func (s *Store) Put(` → `(*Store).Put`; `func Process(` → `Process`; undefined on other lines. */
function parseFunc(line: string): string | undefined {
  if (!line.startsWith('func ')) return undefined;
  const method = /^func \((?:\w+ )?(\*?)(\w+)(?:\[[^\]]*\])?\) (\w+)/.exec(line);
  if (method)
    return method[1] === '*' ? `(*${method[2] ?? ''}).${method[3] ?? ''}` : `${method[2] ?? ''}.${method[3] ?? ''}`;
  return /^func (\w+)/.exec(line)?.[1];
}

/**
 * Returns the module path and the language version of a go.mod; parts that are missing are undefined.
 *
 * @example parseGoMod('module shop\n\ngo 1.24\n') // { module: 'shop', go: '1.24' }
 */
export function parseGoMod(text: string): { readonly module: string | undefined; readonly go: string | undefined } {
  return { module: /^module (\S+)/m.exec(text)?.[1], go: /^go (\d+\.\d+)/m.exec(text)?.[1] };
}
