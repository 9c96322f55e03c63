import type { ForeignEvidence } from '../text/index.ts';

/** What sort of foreign text it is, for programs. */
export type ForeignFormat =
  | 'gdb'
  | 'lldb'
  | 'java'
  | 'python'
  | 'javascript'
  | 'rust'
  | 'dotnet'
  | 'ruby'
  | 'php'
  | 'lua'
  | 'elixir'
  | 'sanitizer'
  | 'valgrind'
  | 'libfuzzer'
  | 'kernel-oops'
  | 'oom-killer'
  | 'race-detector-death'
  | 'error-stack'
  | 'recovery-middleware'
  | 'pretty-panic'
  | 'goleak'
  | 'go-compiler'
  | 'go-source'
  | 'killed'
  | 'json-log'
  | 'web-page';

/** Text of another tool or language, with what to paste instead. */
export interface ForeignText extends ForeignEvidence {
  readonly format: ForeignFormat;
}
