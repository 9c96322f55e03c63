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
