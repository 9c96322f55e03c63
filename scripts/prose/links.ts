import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

const release =
  /^(?:refs\/tags\/)?(?:go\d+(?:\.\d+){1,2}(?:rc\d+)?|(?:[\w./-]+\/)?v\d+(?:\.\d+){1,2}[\w.-]*|[0-9a-f]{40})$/;

/** Where a revision stands in the addresses of sites that show sources. */
const revisions: readonly RegExp[] = [
  /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(?:blob|tree|raw|blame)\/([^/#?]+)/,
  /^https:\/\/raw\.githubusercontent\.com\/[\w.-]+\/[\w.-]+\/([^/#?]+)/,
  /^https:\/\/[\w-]+\.googlesource\.com\/[\w/.-]+\/\+\/([^:#?]+?)(?:\/src\/|$)/,
  /^https:\/\/cs\.opensource\.google\/go\/[\w./-]+\/\+\/([^:#?]+)/,
];

/** Returns links that are not https, that point at a moving branch, or at a file that Go's sources (at `goroot`) lack. */
export function checkLinks(source: string, goroot: string | undefined): readonly Finding[] {
  return [...source.matchAll(/\bhttps?:\/\/[^\s)\]>"'`,]+/g)].flatMap((match) => {
    const url = match[0].replace(/[.;:]+$/, '');
    const message = linkProblem(url, goroot);
    return message === undefined ? [] : [{ at: match.index, message: `${url}: ${message}` }];
  });
}

function linkProblem(url: string, goroot: string | undefined): string | undefined {
  const revision = revisions.map((pattern) => pattern.exec(url)?.[1]).find((found) => found !== undefined);
  if (revision !== undefined && !release.test(revision))
    return `"${revision}" is a branch, and what it shows will change; link to a tag`;
  const file = /^https:\/\/github\.com\/golang\/go\/(?:blob|tree)\/[^/]+\/([^#?]+)/.exec(url)?.[1];
  if (file !== undefined && goroot !== undefined && !existsSync(join(goroot, file)))
    return 'the installed Go has no such file; correct the path';
  return undefined;
}
