// The prose check: spelling, content/STYLE.md and the links of everything that people read. `npm run check` runs it;
// words after it choose files.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../setup/paths.ts';
import { formatFinding, type Finding } from './finding.ts';
import { checkLinks } from './links.ts';
import { readAstro, readScript } from './read-code.ts';
import { readMarkdown } from './read-markdown.ts';
import { readYaml } from './read-yaml.ts';
import { loadSpelling } from './spelling.ts';
import { checkQuestions, checkStyle } from './style.ts';

/** What is read, by whom it is read first: how its prose is found, and where. */
const kinds: readonly { readonly read: (source: string) => string; readonly files: readonly string[] }[] = [
  {
    read: readMarkdown,
    files: [
      'content/lessons/*/lesson.mdx',
      'content/lessons/*/answer/{explanation.mdx,notes.md}',
      '*.md',
      'content/*.md',
    ],
  },
  {
    read: readYaml,
    files: ['content/*.yaml', 'content/lessons/*/{exercises.yaml,answer/key.yaml,recordings/recordings.yaml}'],
  },
  { read: readAstro, files: ['src/{components,layouts,pages}/**/*.astro'] },
  {
    read: readScript,
    files: ['src/{components,course,exercises,gradebook,sandbox,cli}/**/*.ts', 'src/analysis/**/explain*.ts'],
  },
];

const chosen = process.argv.slice(2);
const spelling = loadSpelling();
const terms = (parse(read('content/glossary.yaml')) as readonly { readonly not?: readonly string[] }[])
  .flatMap(({ not }) => not ?? [])
  .filter((term) => term.includes(' '));
const goroot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout?.trim() || undefined;

let files = 0;
const told = kinds.flatMap(({ read: readProse, files: patterns }) =>
  globSync(patterns, { cwd: root })
    .sort()
    .filter((path) => chosen.length === 0 || chosen.some((word) => path.includes(word)))
    .flatMap((path) => {
      files++;
      const source = read(path);
      return check(path, source, readProse(source)).map((finding) => formatFinding(path, source, finding));
    }),
);
for (const line of told) console.log(line);
console.log(
  `${files} files, ${told.length} findings${goroot === undefined ? '; without Go, links into its sources NOT CHECKED' : ''}`,
);
process.exitCode = told.length === 0 ? 0 : 1;

function check(path: string, source: string, prose: string): readonly Finding[] {
  const explains = /\/(?:lesson|explanation)\.mdx$/.test(path);
  return [
    ...spelling(prose),
    ...checkStyle(prose, terms),
    ...(explains ? checkQuestions(source, prose) : []),
    ...(path.startsWith('content/') ? checkLinks(source, goroot) : []),
  ].toSorted((a, b) => a.at - b.at);
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
