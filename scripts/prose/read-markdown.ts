import { blank, blankInline, gapsFor } from './blank.ts';
import { readYaml } from './read-yaml.ts';

/** Returns the prose of Markdown or MDX, front matter included, at its offsets. */
export function readMarkdown(source: string): string {
  const frontMatter = /^---\n[\s\S]*?\n---\n/.exec(source)?.[0] ?? '';
  const inner = frontMatter.slice(4, -4);
  const head = frontMatter === '' ? '' : gapsFor('---\n') + readYaml(inner) + gapsFor('---\n');
  const body = blank(source.slice(frontMatter.length), /^ {0,6}(```|~~~)[\s\S]*?^ {0,6}\1$|\{\/\*[\s\S]*?\*\/\}/gm);
  return head + blankInline(body);
}
