import { fileErrorText, resolvePath } from '../files/index.ts';
import type { FileErrorCode, FileSystem } from '../files/index.ts';
import { inputOf } from '../process/index.ts';
import type { InputStream, OutputStream } from '../process/index.ts';
import { expandText } from './expand.ts';
import type { Expansion } from './expand.ts';
import type { Redirection } from './line.ts';

/** The three standard streams of a command. */
export interface Streams {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

const nowhere: OutputStream = { isTerminal: false, write: () => undefined };

/** The message that bash gives for a file that cannot be opened: libc's text with a capital. */
function failure(path: string, code: FileErrorCode): Error {
  const text = fileErrorText[code];
  return new Error(`${path}: ${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`);
}

/** Writes into a file as a command prints; a full disk drops the rest, after one message on `complaints`. */
function fileOutput(
  files: FileSystem,
  cwd: string,
  path: string,
  append: boolean,
  complaints: OutputStream,
): OutputStream {
  if (path === '/dev/null') return nowhere;
  const handle = files.open(resolvePath(cwd, path), { create: true, truncate: !append });
  if (typeof handle === 'string') throw failure(path, handle);
  let offset = handle.stat().sizeBytes;
  let full = false;
  return {
    isTerminal: false,
    write(data) {
      if (full) return;
      const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
      full = handle.write(offset, bytes) !== undefined;
      if (full) complaints.write(`bash: ${path}: ${fileErrorText.ENOSPC}\n`);
      offset += bytes.length;
    },
  };
}

function fileInput(files: FileSystem, cwd: string, path: string): InputStream {
  if (path === '/dev/null') return inputOf('');
  const absolute = resolvePath(cwd, path);
  const contents = files.readFile(absolute);
  if (!contents) throw failure(path, files.stat(absolute) ? 'EISDIR' : 'ENOENT');
  return inputOf(contents.slice());
}

/**
 * Returns the streams of a command after its redirections, applied from left to right as a shell does.
 *
 * @throws Error with bash's message when a file cannot be opened
 * @example redirect(stage.redirections, { stdin, stdout, stderr }, expansion)
 */
export function redirect(redirections: readonly Redirection[], streams: Streams, expansion: Expansion): Streams {
  let { stdin, stdout, stderr } = streams;
  for (const { fd, mode, target } of redirections) {
    if (target === 1 || target === 2) {
      if (fd === 1) stdout = target === 2 ? stderr : stdout;
      else stderr = target === 1 ? stdout : stderr;
      continue;
    }
    const path = expandText(target, expansion);
    if (mode === 'read') {
      stdin = fileInput(expansion.files, expansion.cwd, path);
      continue;
    }
    const output = fileOutput(expansion.files, expansion.cwd, path, mode === 'append', streams.stderr);
    if (fd === 2) stderr = output;
    else stdout = output;
  }
  return { stdin, stdout, stderr };
}
