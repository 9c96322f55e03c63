/**
 * A package for a learning management system: the files of a built site and what says how to launch them, as a zip. The
 * same site and wish give the same bytes, wherever it is made.
 */
import { gunzipSync, gzipSync, strFromU8, strToU8, zipSync, type Zippable } from 'fflate';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { formatCourseStructure } from './cmi5-structure.ts';
import { makeLaunch, type Launch, type LaunchWish, type LmsCourse } from './launch.ts';
import { formatManifest, launchPage } from './manifest.ts';

/** Where a site keeps what packages are made from, by paths from its root. */
export const packageSources = {
  course: 'lms/course.json',
  files: 'lms/files.json',
  launch: 'lms/launch.json',
} as const;

/** Where labs look for the sandbox's tools; in a package it says that there are none. */
const toolsPath = 'toolchain/manifest.json';

/** As the page that is launched writes it. */
const ownConnections = /connect-src 'self'/;

/** A file of the site, as its list names it. */
export interface ListedFile {
  /** From the site's root, with `/`. */
  readonly path: string;
  /** Of the content; for a `.gz` of what it unpacks to, since some hosts unpack it on the way. */
  readonly bytes: number;
  /** SHA-256 of the same, in hex. */
  readonly sha256: string;
}

/** A file with its content as the host sent it. */
export interface SiteFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/**
 * Returns the entry of a file in the site's list.
 *
 * @example listFile({ path: 'index.html', content })
 */
export function listFile({ path, content }: SiteFile): ListedFile {
  const plain = unpacked({ path, content });
  return { path, bytes: plain.length, sha256: bytesToHex(sha256(plain)) };
}

/**
 * Tells whether a file of the site goes into packages. The sandbox's tools do not: they alone are more than an LMS takes
 * for a whole course, so labs in packages play their recordings, and the binaries that only the tools read stay out too.
 *
 * @example isPackaged('toolchain/manifest.json') // false
 */
export function isPackaged(path: string): boolean {
  const isForTools = path.startsWith('toolchain/') || /^lessons\/[^/]+\/files\//.test(path);
  return !isForTools && path !== packageSources.files && path !== packageSources.launch;
}

/** A package, or what keeps it from being made. */
export type MadePackage =
  | { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly fileCount: number }
  | { readonly problem: string };

/**
 * Returns the package of a site.
 *
 * @param files the content of every file of `list`, in any order
 * @example makePackage(course, list, files, { standard: 'scorm12', passPercent: 80 })
 */
export function makePackage(
  course: LmsCourse,
  list: readonly ListedFile[],
  files: readonly SiteFile[],
  wish: LaunchWish,
): MadePackage {
  const problem = findProblem(course, list, files, wish);
  if (problem !== undefined) return { problem };
  const launch = makeLaunch(course, wish);
  const contents = new Map(files.map((file) => [file.path, repacked(file)]));
  contents.set(toolsPath, strToU8('null\n'));
  contents.set(packageSources.launch, strToU8(`${JSON.stringify(launch, undefined, 2)}\n`));
  const paths = [...contents.keys()].sort();
  if (wish.standard === 'cmi5') contents.set(launchPage, letConnect(contents.get(launchPage), wish.recordStore));
  const [name, manifest] = manifestOf(course, launch, paths, wish.hostedAt);
  const zippable: Zippable = { [name]: strToU8(manifest) };
  for (const path of paths)
    zippable[path] = [contents.get(path) ?? new Uint8Array(), { level: isPacked(path) ? 0 : 9 }];
  // A fixed time, so that the bytes follow from the content alone.
  const bytes = new Uint8Array(zipSync(zippable, { mtime: '2000-01-01T12:00:00' }));
  return { name: `faultline-${launch.assignment.id}-${wish.standard}.zip`, bytes, fileCount: paths.length + 1 };
}

/** The page that is launched, and no other, may talk to the record store: its policy is widened in these packages alone. */
function letConnect(page: Uint8Array | undefined, recordStore = 'https:'): Uint8Array {
  const html = strFromU8(page ?? new Uint8Array());
  return strToU8(html.replace(ownConnections, `$& ${recordStore}`));
}

function manifestOf(
  course: LmsCourse,
  launch: Launch,
  paths: readonly string[],
  hostedAt: string | undefined,
): readonly [string, string] {
  if (launch.standard === 'cmi5') return ['cmi5.xml', formatCourseStructure(course, launch, hostedAt)];
  return ['imsmanifest.xml', formatManifest(launch.standard, { launch, courseVersion: course.version, paths })];
}

function findProblem(
  course: LmsCourse,
  list: readonly ListedFile[],
  files: readonly SiteFile[],
  { assignment }: LaunchWish,
): string | undefined {
  const known = new Set(course.exercises.map(({ id }) => id));
  const unknown = assignment?.items.find(({ exercise }) => !known.has(exercise));
  if (unknown) return `The assignment asks for ${unknown.exercise}, which this course does not have.`;
  if (!list.some(({ path }) => path === launchPage)) return `The site has no ${launchPage}: build it again.`;
  const given = new Map(files.map((file) => [file.path, file]));
  const page = strFromU8(given.get(launchPage)?.content ?? new Uint8Array());
  if (!ownConnections.test(page)) return `${launchPage} has no policy on connections: build the site again.`;
  const changed = list.find((entry) => {
    const file = given.get(entry.path);
    return file === undefined || listFile(file).sha256 !== entry.sha256;
  });
  return changed && `${changed.path} is not as it was built: the host changed it, or the site was updated meanwhile.`;
}

const isGzip = ({ path, content }: SiteFile) => path.endsWith('.gz') && content[0] === 0x1f && content[1] === 0x8b;
const isPacked = (path: string) => /\.(?:gz|woff2|png|br)$/.test(path);

function unpacked(file: SiteFile): Uint8Array {
  return isGzip(file) ? gunzipSync(file.content) : file.content;
}

/** A `.gz` is packed anew: what a host unpacked on the way, and what it did not, become the same bytes. */
function repacked(file: SiteFile): Uint8Array {
  return file.path.endsWith('.gz') ? gzipSync(unpacked(file), { level: 9, mtime: 0 }) : file.content;
}

/**
 * Returns the site's list as read from its JSON, or nothing where it is none.
 *
 * @example parseFileList(await response.text())
 */
export function parseFileList(content: string | Uint8Array): readonly ListedFile[] {
  const text = typeof content === 'string' ? content : strFromU8(content);
  const list = JSON.parse(text) as { readonly files: readonly ListedFile[] };
  return list.files;
}
