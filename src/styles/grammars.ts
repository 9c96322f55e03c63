import type { LanguageRegistration } from 'shiki';

/** Goroutine traces, fatal errors, dumps and race reports: own frames in ink, the rest of Go quieter. */
const goTrace: LanguageRegistration = {
  name: 'go-trace',
  displayName: 'Go trace',
  scopeName: 'text.go-trace',
  repository: {},
  patterns: [
    { match: '^\\s*(?:panic|fatal error): .*$', name: 'invalid.illegal.panic' },
    { match: '^\\[signal .*\\]$', name: 'constant.other.signal' },
    { match: '^goroutine \\d+ .*:$', name: 'keyword.control.goroutine' },
    { match: '^(?:Previous )?(?:[Rr]ead|[Ww]rite) at .*:$', name: 'keyword.control.access' },
    { match: '^Goroutine \\d+ .*:$', name: 'keyword.control.goroutine' },
    { match: '^WARNING: DATA RACE$', name: 'invalid.illegal.race' },
    { match: '^\\s+\\S*/(?:usr/local/go|go)/src/.*$', name: 'comment.line.library' },
    { match: '^(?:runtime|testing|panic|net/http|sync)[.(].*$', name: 'comment.line.library' },
    { match: '^created by .*$', name: 'comment.line.created-by' },
  ],
};

/** A Delve session: the prompt, what was typed, stop lines and the arrow of the current line. */
const delveSession: LanguageRegistration = {
  name: 'dlv',
  displayName: 'Delve session',
  scopeName: 'text.dlv',
  repository: {},
  patterns: [
    {
      match: '^(\\(dlv\\)) (.*)$',
      captures: { 1: { name: 'keyword.control.prompt' }, 2: { name: 'entity.name.function' } },
    },
    { match: '^> .*$', name: 'string.unquoted.stop' },
    { match: '^=>.*$', name: 'markup.bold.current' },
    { match: '^Command failed: .*$', name: 'invalid.illegal.error' },
  ],
};

export const evidenceGrammars: LanguageRegistration[] = [goTrace, delveSession];
