export type {
  ChainLink,
  CrashEvidence,
  DumpEvidence,
  DumpSource,
  ErrorClass,
  FatalClass,
  FatalEvidence,
  GoroutineGroup,
  Operands,
  PanicEvidence,
  Signal,
  Suspect,
} from './model.ts';

import type { Reader } from '../text/index.ts';
import type { CrashEvidence } from './model.ts';
import { readCrash, startsCrash } from './parse.ts';

/** Panics, fatal errors and dumps of goroutines. */
export const crashReader: Reader<CrashEvidence> = { name: 'crash', startsAt: startsCrash, read: readCrash };
export { explainCrash } from './explain.ts';
export { formatGoroutine, formatPlace, formatSite } from './words.ts';
