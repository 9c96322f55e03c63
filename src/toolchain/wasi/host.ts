import type { FileSystem } from '../files/index.ts';
import type { LocalPorts } from '../process/index.ts';
import type { Clock } from './clock.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { GuestMemory } from './memory.ts';
import type { PendingSignals } from './signals.ts';

/** What the host calls of one running program share. */
export interface Host {
  readonly memory: GuestMemory;
  readonly files: FileSystem;
  readonly descriptors: DescriptorTable;
  /** The descriptor through which the program sees the whole tree. */
  readonly rootDescriptor: number;
  readonly clock: Clock;
  /** Fills bytes by chance. */
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly signals: PendingSignals;
  readonly ports: LocalPorts | undefined;
  /** Whether the program can be suspended while it waits, so that input may come later. */
  readonly canWait: boolean;
  /** Throws when the program was told to end. */
  readonly checkStopped: () => void;
}

/** Thrown through the program to end it, with its exit status. */
export class ProgramExit extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`exit status ${status}`);
    this.status = status;
  }
}
