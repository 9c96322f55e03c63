import type { FileChange, FileSystem } from './model.ts';

/** Keeps two trees alike that cannot see each other, such as one in a page and one in a worker. */
export interface Mirror {
  /** What changed here since the last call, except what `apply` did. */
  take(): readonly FileChange[];
  /** Makes the other side's changes here. */
  apply(changes: readonly FileChange[]): void;
  /** True when `take` has something to give. */
  readonly isDirty: boolean;
  /** Stops watching. */
  close(): void;
}

/**
 * Returns a mirror of a tree that starts out equal to the other side's. `onChange` is called after each change of this side.
 *
 * @example const mirror = createMirror(files); worker.postMessage(mirror.take());
 */
export function createMirror(files: FileSystem, onChange: () => void = () => undefined): Mirror {
  const dirty = new Set<string>();
  let applying = false;
  const close = files.subscribe(({ path }) => {
    if (applying) return;
    dirty.add(path);
    onChange();
  });
  return {
    take() {
      const paths = [...dirty].sort();
      dirty.clear();
      return paths.map((path) => changeOf(files, path));
    },
    apply(changes) {
      applying = true;
      files.apply(changes);
      applying = false;
    },
    get isDirty() {
      return dirty.size > 0;
    },
    close,
  };
}

/** What stands at a path now, as a change that puts it there. */
function changeOf(files: FileSystem, path: string): FileChange {
  const stat = files.stat(path);
  if (!stat) return { kind: 'removed', path };
  if (stat.kind === 'directory') return { kind: 'directory', path };
  return { kind: 'file', path, contents: (files.readFile(path) ?? new Uint8Array(0)).slice(), mode: stat.mode };
}

/**
 * Returns everything in a tree as changes that make an empty tree equal to it.
 *
 * @example createFileSystem().apply(snapshotOf(files))
 */
export function snapshotOf(files: FileSystem, at = '/'): readonly FileChange[] {
  return (files.list(at) ?? []).flatMap(({ name, kind }) => {
    const path = at === '/' ? `/${name}` : `${at}/${name}`;
    const own = changeOf(files, path);
    return kind === 'file' ? [own] : [own, ...snapshotOf(files, path)];
  });
}
