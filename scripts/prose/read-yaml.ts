import { isPair, isScalar, parseDocument, visit } from 'yaml';
import { blankInline, keepOnly, type Range } from './blank.ts';

/** Keys whose text is read by people, and keys below which everything is. */
const spoken: ReadonlySet<string> = new Set([
  'ask',
  'definition',
  'description',
  'details',
  'note',
  'otherwise',
  'prompt',
  'summary',
  'term',
  'text',
  'title',
  'words',
]);
const spokenWithin: ReadonlySet<string> = new Set(['goals', 'why', 'nothing']);

/** Returns the prose of a YAML file of the course, at its offsets. */
export function readYaml(source: string): string {
  const ranges: Range[] = [];
  visit(parseDocument(source), {
    Scalar: (key, node, path) => {
      if (key === 'key' || typeof node.value !== 'string' || !node.range) return;
      const keys = path.flatMap((parent) => (isPair(parent) && isScalar(parent.key) ? [String(parent.key.value)] : []));
      if (spoken.has(keys.at(-1) ?? '') || keys.some((name) => spokenWithin.has(name)))
        ranges.push({ from: node.range[0], to: node.range[1] });
    },
  });
  return blankInline(keepOnly(source, ranges)).replaceAll("''", "'\u200B");
}
