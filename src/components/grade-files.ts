/** Files dropped or chosen, folders walked, each with the path that names it in the gradebook. */
import { maxSubmissionBytes } from '../gradebook/index.ts';

/** A file and its path within what was dropped. */
export interface NamedFile {
  readonly source: string;
  readonly file: File;
}

/** Files of the system that nobody handed in; the command line leaves them out as well. */
const isHidden = (name: string) => name.startsWith('.');

/** The files of a chooser; a chosen folder gives their paths in it. */
export function chosenFiles(input: HTMLInputElement): readonly NamedFile[] {
  return [...(input.files ?? [])]
    .map((file) => ({ source: file.webkitRelativePath || file.name, file }))
    .filter(({ source }) => !source.split('/').some(isHidden));
}

/** The files of a drop. The entries must be asked for before anything is awaited: the browser then forgets them. */
export function droppedFiles(data: DataTransfer): Promise<readonly NamedFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length > 0) return walk(entries);
  return Promise.resolve([...data.files].map((file) => ({ source: file.name, file })));
}

async function walk(entries: readonly FileSystemEntry[]): Promise<readonly NamedFile[]> {
  const found: NamedFile[] = [];
  for (const entry of entries.filter(({ name }) => !isHidden(name))) {
    if (isFolder(entry)) found.push(...(await walk(await entriesOf(entry))));
    else found.push({ source: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry as FileSystemFileEntry) });
  }
  return found;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** True where the file is neither a zip nor small enough to be a submission: it is refused without being read. */
export async function isTooLarge(file: File): Promise<boolean> {
  if (file.size <= maxSubmissionBytes) return false;
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return !(head[0] === 0x50 && head[1] === 0x4b);
}
