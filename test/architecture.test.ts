import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../scripts/setup/paths.ts';

/**
 * The import table of ARCHITECTURE.md as data. `from` is a folder (the longest that matches a file counts), `may` what
 * its files import besides their own folder: folders, npm packages, or prefixes that end in `:` or `*`.
 */
const layers: readonly { readonly from: string; readonly may: readonly string[] }[] = [
  { from: 'src/analysis/text', may: [] },
  { from: 'src/analysis/trace', may: ['src/analysis/text'] },
  ...['crash', 'race', 'delve', 'shell', 'foreign', 'heapdump'].map((tool) => ({
    from: `src/analysis/${tool}`,
    may: ['src/analysis/text', 'src/analysis/trace'],
  })),
  { from: 'src/analysis/pprof', may: ['src/analysis/text', 'src/analysis/trace', 're2js', 'fflate'] },
  { from: 'src/analysis/join', may: ['src/analysis/*'] },
  { from: 'src/analysis', may: ['src/analysis/*'] },
  { from: 'src/exercises', may: ['src/analysis', 'zod', 'yaml', '@noble/hashes/*'] },
  { from: 'src/course', may: ['src/analysis', 'src/exercises', 'zod', 'yaml', '@noble/hashes/*'] },
  {
    from: 'src/gradebook',
    may: ['src/analysis', 'src/exercises', 'src/course', 'zod', 'yaml', 'fflate', '@noble/hashes/*'],
  },
  {
    from: 'src/lms',
    may: ['src/exercises', 'src/gradebook', 'fflate', '@noble/hashes/*'],
  },
  {
    from: 'src/toolchain',
    may: ['src/analysis', 'src/analysis/*', 'src/toolchain/*', 'just-bash', 'yaml', 'zod', '@noble/hashes/*'],
  },
  {
    from: 'src/sandbox',
    may: [
      'src/toolchain',
      'src/toolchain/*',
      'src/analysis',
      'idb',
      'lit',
      '@xterm/*',
      '@codemirror/*',
      '@lezer/*',
      '@noble/hashes/*',
      'fflate',
      'just-bash*',
    ],
  },
  {
    from: 'src/components',
    may: [
      'src/analysis*',
      'src/exercises',
      'src/course',
      'src/gradebook',
      'src/lms',
      'src/toolchain*',
      'src/sandbox',
      'src/styles',
      'src/layouts',
      'astro:',
      'astro',
      'idb',
      'lit',
      'satteri',
      '@xterm/xterm/css/xterm.css',
      '@viz-js/viz',
      '@noble/hashes/*',
      'yaml',
      'zod',
      'shiki',
      'uqr',
      'node:',
    ],
  },
  { from: 'src/layouts', may: ['src/components', 'src/course', 'src/styles', 'astro:', 'astro', '@fontsource*'] },
  {
    from: 'src/pages',
    may: [
      'src/components',
      'src/layouts',
      'src/styles',
      'src/analysis',
      'src/exercises',
      'src/course',
      'src/gradebook',
      'src/lms',
      'astro:',
      'astro',
      'node:',
    ],
  },
  { from: 'src/styles', may: ['shiki'] },
  {
    from: 'src/cli',
    may: [
      'src/analysis',
      'src/analysis/*',
      'src/exercises',
      'src/course',
      'src/gradebook',
      'src/lms',
      'src/toolchain',
      'src/toolchain/*',
      'node:',
      'yaml',
      'zod',
      'fflate',
      '@noble/hashes/*',
    ],
  },
  { from: 'src', may: ['src/course', 'src/exercises', 'astro:', 'astro', 'zod', 'yaml', 'node:'] },
  { from: 'content', may: ['src/components', 'content', 'astro:'] },
];

interface Import {
  readonly file: string;
  /** A path from the root for files of the project, otherwise the specifier as written. */
  readonly target: string;
  readonly isType: boolean;
}

const files = globSync(['src/**/*.{ts,astro}', 'content/**/*.mdx'], { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
);
const imports = files.flatMap(readImports);

function readImports(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const typeOnly = /^(?:import|export) type\b[^;]*?;$/gm;
  const values = new Set(specifiers(file, text.replaceAll(typeOnly, '')));
  return specifiers(file, text).map((specifier) => ({
    file,
    target: resolve(file, specifier),
    isType: !values.has(specifier),
  }));
}

function specifiers(file: string, text: string): string[] {
  if (file.endsWith('.ts')) return ts.preProcessFile(text, true, true).importedFiles.map((entry) => entry.fileName);
  const frontmatter = file.endsWith('.astro') ? (text.match(/^---\n([\s\S]*?)\n---/)?.[1] ?? '') : '';
  const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
  const source = file.endsWith('.mdx')
    ? text
        .split('\n')
        .filter((line) => line.startsWith('import '))
        .join('\n')
    : frontmatter;
  return ts.preProcessFile([source, ...scripts].join('\n'), true, true).importedFiles.map((entry) => entry.fileName);
}

function resolve(file: string, specifier: string): string {
  const path = specifier.split('?')[0] ?? specifier;
  return path.startsWith('.') ? normalize(join(dirname(file), path)).replaceAll('\\', '/') : path;
}

const isOwn = (target: string) => target.startsWith('src/') || target.startsWith('content/');

function layerOf(file: string): (typeof layers)[number] | undefined {
  return layers.filter((layer) => file.startsWith(`${layer.from}/`)).sort((a, b) => b.from.length - a.from.length)[0];
}

function isAllowed(may: readonly string[], target: string): boolean {
  return may.some((entry) => {
    if (entry.endsWith('*')) return target.startsWith(entry.slice(0, -1));
    if (entry.endsWith(':')) return target.startsWith(entry);
    return target === entry || target.startsWith(`${entry}/`);
  });
}

describe('the import rules', () => {
  it('read every file of the project', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(20);
  });

  it('let a folder import only what stands below it', () => {
    const broken = imports.filter(({ file, target }) => {
      const layer = layerOf(file);
      if (layer === undefined) return true;
      return !target.startsWith(`${layer.from}/`) && !isAllowed(layer.may, target);
    });
    expect(broken).toEqual([]);
  });

  it('let the pure folders be entered through their index.ts only, or a command through its run.ts', () => {
    const doors = [
      'src/exercises',
      'src/course',
      'src/gradebook',
      'src/lms',
      ...globSync('src/{analysis,toolchain}/*/', { cwd: root }),
    ].map((folder) => folder.replaceAll('\\', '/').replace(/\/$/, ''));
    const broken = imports.filter(({ file, target }) => {
      const door = doors.find((folder) => target.startsWith(`${folder}/`));
      return (
        door !== undefined &&
        !file.startsWith(`${door}/`) &&
        !['index.ts', 'run.ts'].some((name) => target === `${door}/${name}`)
      );
    });
    expect(broken).toEqual([]);
  });

  it('make no cycle between files, types apart, which are gone when the code runs', () => {
    expect(findCycle(imports.filter(({ target, isType }) => isOwn(target) && !isType))).toEqual([]);
  });

  it('keep the answers of a lesson out of its page', () => {
    expect(imports.filter(({ file, target }) => file.startsWith('content/') && target.includes('/answer/'))).toEqual(
      [],
    );
  });
});

/** The files of one import cycle, in order, or nothing. */
function findCycle(edges: readonly Import[]): string[] {
  const targets = Map.groupBy(edges, (edge) => edge.file);
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const { target } of targets.get(file) ?? []) {
      const cycle = visit(target);
      if (cycle.length > 0) return cycle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of targets.keys()) {
    const cycle = visit(file);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
