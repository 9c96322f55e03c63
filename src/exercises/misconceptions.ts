/**
 * The wrong readings that graders tell apart. Ids are stable: exercises list them, verdicts carry them, item statistics
 * count them. Messages that need the learner's own paste are written by the grader of the kind; what stands here is
 * the one-line definition shown in the glossary, in statistics and to authors.
 */
export const misconceptions = {
  'top-frame': 'Blames the top frame where it is not the fault.',
  'panic-go': 'Blames runtime/panic.go, the runtime function that starts a panic.',
  'testing-frame': 'Blames a frame of package testing, which only caught the panic and raised it again.',
  'recover-wrapper': 'Blames the recover wrapper or the line that panics again.',
  'created-by': 'Blames the `created by` line: where the goroutine was started, not where it failed.',
  'wrong-goroutine': 'Reads goroutine 1, or another than the one that crashed.',
  'running-state': 'Takes `[running]` for “still running”.',
  'caller-callee': "Blames the caller for the callee's fault, or the reverse.",
  'last-panic': 'Takes the last panic of a chain for the cause; the first one is.',
  'harmless-read': 'Takes the read of a race for harmless.',
  'previous-is-cause': 'Takes the “previous” access for the cause.',
  'library-frame': 'Names a library or runtime frame of a race.',
  'frame-zero': "Stops at frame 0 of a core, the runtime's own raise.",
  'typed-nil': 'Says “err is nil” for an interface that holds a nil pointer.',
  'wrong-frame-value': "Reads the variable's value in the wrong frame.",
  'unreadable-nil': 'Reads “unreadable” as nil.',
  'total-not-growth': 'Reads the total where the growth was asked for.',
  'alloc-space': 'Reads alloc_space to find a leak.',
  'over-hundred': 'Takes a percentage over 100 for an error.',
  'no-gc-between': 'Compares snapshots without a garbage collection between them.',
  'helper-not-owner': 'Names the helper that allocates instead of its owner.',
  'allocator-not-holder': 'Names who allocated instead of who holds.',
  'one-off': 'Takes a one-off allocation for a leak.',
  noise: 'Takes sampling noise for growth.',
  'lesson-sample': "Hands in the lesson's sample instead of own output.",
  'other-program': 'Hands in output of another program, variant or language version.',
  'cut-paste': 'Hands in a paste that was cut.',
} as const;

/** One of the stable misconception ids. */
export type MisconceptionId = keyof typeof misconceptions;

/**
 * True where `id` is one of the stable misconception ids.
 *
 * @example isMisconception('top-frame') // true
 */
export function isMisconception(id: string): id is MisconceptionId {
  return Object.hasOwn(misconceptions, id);
}

/**
 * Returns the misconception of that id, or undefined where it is none.
 *
 * @example findMisconception('noise') // 'noise'
 */
export function findMisconception(id: string | undefined): MisconceptionId | undefined {
  return id !== undefined && isMisconception(id) ? id : undefined;
}
