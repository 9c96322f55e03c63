import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../scripts/setup/paths.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the repository', () => {
  it('names no address of a package registry in its lock file', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
  });

  it('pins every dependency to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version));
    expect(loose).toEqual([]);
  });

  it('says of every fixture which program and command made it', () => {
    const folders = globSync('test/fixtures/*/', { cwd: root });
    const silent = folders.filter((folder) => globSync(`${folder}/**/SOURCES.yaml`, { cwd: root }).length === 0);
    expect(folders.length).toBeGreaterThan(0);
    expect(silent).toEqual([]);
  });

  it('runs no test by half', () => {
    const marked = globSync('test/**/*.test.ts', { cwd: root }).filter((file) =>
      /\b(?:it|test|describe)\.(?:skip|only|todo)\b/.test(read(file)),
    );
    expect(marked.filter((file) => file !== 'test/repository.test.ts')).toEqual([]);
  });
});
