export { createFileSystem } from './file-system.ts';
export type { FileSystemOptions } from './file-system.ts';
export { fileErrorText } from './model.ts';
export type {
  DirectoryEntry,
  FileChange,
  FileErrorCode,
  FileEvent,
  FileHandle,
  FileStat,
  FileSystem,
  OpenOptions,
} from './model.ts';
export { baseName, directoryOf, displayPath, resolvePath } from './path.ts';
export { createMirror, snapshotOf } from './mirror.ts';
export type { Mirror } from './mirror.ts';
