import type { ErrorClass, FatalClass, Operands } from './model.ts';

/** What a class of panic means and what to look for, in a sentence each. */
export interface Meaning {
  readonly means: string;
  readonly next: string;
}

export const PANIC_MEANINGS: Readonly<Record<ErrorClass, Meaning>> = {
  'index-out-of-range': {
    means: 'An index was not inside its slice, array or string.',
    next: 'Look for where the index comes from, and for who decides the length.',
  },
  'slice-bounds': {
    means: 'The bounds of a slice expression do not fit what is sliced.',
    next: 'Compare both bounds with the length and the capacity; one of them comes from data.',
  },
  'slice-to-array': {
    means: 'A slice was converted to an array longer than the slice is.',
    next: 'Check the length before the conversion.',
  },
  'nil-dereference': {
    means: 'A nil pointer was followed: a field, a method or an element of nothing.',
    next: 'Find the nil on the faulting line: the receiver, a field on the way, or a value that a function returned.',
  },
  'nil-map-write': {
    means: 'A map that was never made was written to. Reading a nil map is fine, writing is not.',
    next: 'Find where the map should be made: often a constructor that was bypassed.',
  },
  'type-assertion': {
    means: 'An interface held another type than the assertion claims.',
    next: 'Use the form with two results, or find out who puts the other type in.',
  },
  'integer-divide': {
    means: 'An integer was divided by zero.',
    next: 'Follow the divisor to where it becomes zero: an empty input, a count that starts at 0.',
  },
  'negative-shift': { means: 'A shift count was negative.', next: 'Follow the shift count to where it is computed.' },
  'send-on-closed-channel': {
    means: 'A value was sent on a channel that was closed before.',
    next: 'Find the close: only the sending side may close, once, after the last send.',
  },
  'close-closed-channel': {
    means: 'A channel was closed twice.',
    next: 'Find both closes; give one goroutine the job, or guard it with sync.Once.',
  },
  'close-nil-channel': { means: 'A nil channel was closed.', next: 'Find where the channel should have been made.' },
  makeslice: {
    means: 'A slice was to be made with a length or capacity that cannot be.',
    next: 'Follow the size: negative, or far too large, it mostly comes from input.',
  },
  makechan: {
    means: 'A channel was to be made with a size that cannot be.',
    next: 'Follow the size to its origin.',
  },
  'unsafe-slice': {
    means: 'Either unsafe.Slice or unsafe.String was given a length that does not fit its pointer.',
    next: 'Check length and pointer on the faulting line.',
  },
  unhashable: {
    means: 'A map key or interface held a type that cannot be hashed, such as a slice, map or func.',
    next: 'Look at the dynamic type of the key, which the message names.',
  },
  uncomparable: {
    means: 'Two interface values were compared whose type cannot be compared.',
    next: 'Look at the dynamic type, which the message names.',
  },
  'nil-panic': {
    means: 'The program called panic with nil.',
    next: 'Find out which error was nil when panic was called.',
  },
  'nil-value-method': {
    means: 'A method with a value receiver was called through a nil pointer.',
    next: 'Find where the pointer, which an interface holds, stays nil.',
  },
  'range-func': {
    means: 'An iterator function went on calling its loop body after the loop had ended.',
    next: 'Make the iterator return when yield gives false.',
  },
  'negative-waitgroup': {
    means: 'A WaitGroup counter went below zero: more Done than Add.',
    next: 'Count Add and Done on every path, errors included.',
  },
  'cgo-check': {
    means: 'A Go pointer was passed to C in a way that the rules of cgo forbid.',
    next: 'Read the rules in the documentation of cmd/cgo, and copy the data or pin it.',
  },
  'std-panic': {
    means: 'The standard library refused what it was given, and panicked on purpose.',
    next: 'Look at the arguments of the call on the faulting line.',
  },
  'dependency-panic': {
    means: 'A library panicked on purpose.',
    next: 'Look at the call on the faulting line, then at what the library documents.',
  },
  'test-timeout': {
    means:
      'A test ran longer than its limit; the runtime printed all goroutines. The one that printed is only the alarm.',
    next: 'Read the goroutines of the test: who waits for what that never comes.',
  },
  'synctest-deadlock': {
    means: 'All goroutines of a synctest bubble are blocked and nothing can wake them.',
    next: 'Look at the goroutines of the bubble, below the one that panicked.',
  },
  'custom-string': {
    means: 'The program panicked on purpose, with a text.',
    next: 'Read the condition above the faulting line.',
  },
  'custom-error': {
    means: 'The program panicked on purpose, with an error.',
    next: 'Find out where the error was made: panic keeps the value, not its origin.',
  },
  'custom-stringer': {
    means: 'The program panicked on purpose, with a value that prints itself.',
    next: 'Read the condition above the faulting line.',
  },
  'custom-value': {
    means: 'The program panicked on purpose, with a value of its own.',
    next: 'Read the condition above the faulting line; the runtime prints only type and address of such values.',
  },
};

export const FATAL_MEANINGS: Readonly<Record<FatalClass, Meaning>> = {
  deadlock: {
    means: 'Every goroutine waits for another one, so the runtime gave up. It notices only when all of them do.',
    next: 'For each goroutine listed, ask who should wake it, and why that one cannot.',
  },
  'goexit-deadlock': {
    means: 'The main goroutine ended with runtime.Goexit, and no other goroutine is left.',
    next: 'Find the call of runtime.Goexit on the main goroutine: often t.FailNow or log.Fatal in the wrong place.',
  },
  'concurrent-map-writes': {
    means: 'Two goroutines wrote the same map at once. The runtime saw it by chance; recover cannot stop it.',
    next: 'Run with -race: it names the other goroutine, which is not in this text.',
  },
  'concurrent-map-read-write': {
    means: 'One goroutine read a map while another wrote it. recover cannot stop it.',
    next: 'Run with -race: it names the writer, which is not in this text.',
  },
  'concurrent-map-iteration': {
    means: 'One goroutine ranged over a map while another wrote it. recover cannot stop it.',
    next: 'Run with -race: it names the writer, which is not in this text.',
  },
  'concurrent-map-clone': {
    means: 'A map was copied while another goroutine wrote it. recover cannot stop it.',
    next: 'Run with -race: it names the writer, which is not in this text.',
  },
  'stack-overflow': {
    means: 'A goroutine called itself, directly or in a ring, until its stack reached the limit.',
    next: 'Find the frames that repeat, and the condition that should end them.',
  },
  'out-of-memory': {
    means: 'The system gave no more memory. The line that asked last need not be the one that holds it.',
    next: 'Take heap profiles as it grows, and compare them.',
  },
  'unlock-of-unlocked': {
    means: 'A mutex was unlocked that nobody held. recover cannot stop it.',
    next: 'Pair every Unlock with its Lock; look for a copy of the mutex, too.',
  },
  'unexpected-fault': {
    means: 'Memory was touched that cannot be: a bad pointer from unsafe or C, or memory that was unmapped.',
    next: 'Look for unsafe, cgo and mmap near the faulting line; run with -d=checkptr.',
  },
  'cgo-signal': {
    means: 'C code died, and took the process with it. The Go frames end where Go called C.',
    next: 'Get a core, and read the C frames in gdb.',
  },
  checkptr: {
    means: 'A conversion of unsafe.Pointer breaks the rules that checkptr enforces.',
    next: 'Compare the faulting line with the patterns in the documentation of unsafe.',
  },
  'panic-while-printing': {
    means: 'The Error or String method of a panic value panicked itself, so the value could not be printed.',
    next: 'Fix the method first: it hides the panic that you want to see.',
  },
  'thread-exhaustion': {
    means: 'The program has more threads than the runtime allows: many goroutines sit in system calls or C at once.',
    next: 'Limit how many goroutines make blocking calls.',
  },
  'synctest-misuse': {
    means: 'A channel, timer or WaitGroup of a synctest bubble was used from outside it.',
    next: 'Make what the bubble uses inside the bubble.',
  },
  signal: { means: 'A signal ended the program.', next: 'Find out who sent it, or what it stands for.' },
  'runtime-throw': {
    means: 'The runtime found itself in a state that must not be, and stopped.',
    next: 'Look for unsafe, cgo and data races first; then search the issues of Go for the message.',
  },
};

/** Operands in words: `index 5, length 3`. */
export function formatOperands(operands: Operands): string {
  return Object.entries(operands)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}
