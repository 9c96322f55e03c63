/** The submissions inside a zip file. Nothing is ever written by its names: they are labels. */
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import type { ClassFile, Refused } from './grade-class.ts';
import { maxSubmissionBytes } from './submission.ts';

/** What a zip may hold in all: a class of thousands, and no bomb. */
const limits = { files: 20_000, bytes: 2_000_000_000, nesting: 2 };

/** Entries that operating systems add and nobody handed in. */
const isClutter = (name: string) =>
  name.endsWith('/') || /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|\._)/.test(name);

/** The files of a zip and what of it could not be read. */
export interface ReadZip {
  readonly files: readonly ClassFile[];
  readonly refused: readonly Refused[];
}

/**
 * Returns the text files of a zip, zips inside it unpacked too (two levels deep). `source` is put before their names. A damaged zip gives
 * what can be read of it. Unpacking stops at 64 MB a file and 2 GB in all.
 *
 * @example readZip('class.zip', bytes).files
 */
export function readZip(source: string, bytes: Uint8Array): ReadZip {
  const state: State = { files: [], refused: [], open: new Set(), bytes: 0 };
  unpack(source, bytes, 0, state);
  for (const cut of state.open) state.refused.push({ source: cut, problem: 'cut off inside the zip' });
  return { files: state.files, refused: state.refused };
}

/** True for the bytes of a zip file. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

interface State {
  readonly files: ClassFile[];
  readonly refused: Refused[];
  /** Entries begun and not ended: what a cut zip loses. */
  readonly open: Set<string>;
  bytes: number;
}

function unpack(source: string, bytes: Uint8Array, depth: number, state: State): void {
  const unzip = new Unzip((file) => takeEntry(`${source}/${file.name}`, file, depth, state));
  unzip.register(UnzipInflate);
  try {
    unzip.push(bytes, true);
  } catch {
    state.refused.push({ source, problem: 'a damaged zip: what came before the damage was read' });
  }
}

function takeEntry(source: string, file: UnzipFile, depth: number, state: State): void {
  if (isClutter(file.name) || isOverFull(source, state)) return;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const refuse = (problem: string) => {
    if (!state.open.delete(source)) return;
    state.refused.push({ source, problem });
    chunks.length = 0;
  };
  state.open.add(source);
  file.ondata = (error, chunk, isLast) => {
    if (!state.open.has(source)) return;
    if (error !== null) return refuse('damaged inside the zip, or packed in a way that is not read here');
    size += chunk.length;
    state.bytes += chunk.length;
    if (size > maxSubmissionBytes || state.bytes > limits.bytes) {
      refuse(`unpacks to more than ${maxSubmissionBytes / 1e6} MB, which no submission does`);
      file.terminate();
      return;
    }
    chunks.push(chunk);
    if (isLast && state.open.delete(source)) keep(source, join(chunks, size), depth, state);
  };
  file.start();
}

function isOverFull(source: string, state: State): boolean {
  const taken = state.files.length + state.refused.length;
  if (taken === limits.files)
    state.refused.push({
      source,
      problem: `the zip holds more than ${limits.files} files; this and the rest were left out`,
    });
  return taken >= limits.files;
}

function keep(source: string, bytes: Uint8Array, depth: number, state: State): void {
  if (!isZip(bytes)) state.files.push({ source, content: new TextDecoder().decode(bytes) });
  else if (depth + 1 < limits.nesting) unpack(source, bytes, depth + 1, state);
  else state.refused.push({ source, problem: 'a zip inside a zip inside a zip: unpack it first' });
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
