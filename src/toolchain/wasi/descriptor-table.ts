import type { Descriptor } from './descriptor.ts';

/** The descriptors of one program. Closed numbers are given out again, lowest first, as on Unix. */
export interface DescriptorTable {
  get(fd: number): Descriptor | undefined;
  add(descriptor: Descriptor): number;
  /** False when there is no such descriptor. */
  close(fd: number): boolean;
  closeAll(): void;
  /** Moves a descriptor to another number. */
  renumber(from: number, to: number): boolean;
  /** Puts a descriptor at a number of the host's choice. */
  set(fd: number, descriptor: Descriptor): void;
}

/**
 * Returns a table that starts with `first` at 0, 1, 2 and so on.
 *
 * @example createDescriptorTable([stdin, stdout, stderr, root])
 */
export function createDescriptorTable(first: readonly Descriptor[]): DescriptorTable {
  const open = new Map<number, Descriptor>(first.entries());
  const free = (): number => {
    let fd = 0;
    while (open.has(fd)) fd++;
    return fd;
  };
  const close = (fd: number): boolean => {
    open.get(fd)?.close?.();
    return open.delete(fd);
  };
  return {
    get: (fd) => open.get(fd),
    add(descriptor) {
      const fd = free();
      open.set(fd, descriptor);
      return fd;
    },
    close,
    closeAll: () => {
      for (const fd of open.keys()) close(fd);
    },
    renumber(from, to) {
      const descriptor = open.get(from);
      if (descriptor === undefined || !open.has(to)) return false;
      close(to);
      open.set(to, descriptor);
      open.delete(from);
      return true;
    },
    set: (fd, descriptor) => void open.set(fd, descriptor),
  };
}
