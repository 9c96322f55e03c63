import type { Confidence, EvidenceBase } from '../text/index.ts';

/** One command of a terminal session and what it printed. */
export interface ShellStep {
  readonly command: string;
  /** The 1-based pasted line of its prompt. */
  readonly at: number;
  /** Lines joined by \n, blank ones at the end left out. */
  readonly output: string;
}

/** The core that the session got. */
export interface CoreFile {
  readonly path: string;
  /** `crash`: the kernel wrote it when the program died; `gcore`: taken from the living process. */
  readonly how: 'crash' | 'gcore';
  /** The 1-based pasted line that names it. */
  readonly at: number;
  readonly confidence?: Confidence;
}

/** A terminal session about getting a core. */
export interface ShellEvidence extends EvidenceBase {
  readonly kind: 'shell';
  readonly steps: readonly ShellStep[];
  readonly core?: CoreFile;
  /** What the session last knew of `ulimit -c`: `0`, `unlimited` or a number of blocks. */
  readonly limit?: string;
  /** The content of /proc/sys/kernel/core_pattern. */
  readonly pattern?: string;
  /** The program ran with GOTRACEBACK=crash: without it Go exits by itself and no core is written. */
  readonly traceback?: string;
  /** What a shell said of the death: `Aborted`, `Segmentation fault`. */
  readonly death?: string;
}
