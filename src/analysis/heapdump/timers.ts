import type { Memory } from './memory.ts';
import type { SymbolTable } from './symbols.ts';

/** Since Go 1.22 a large object with pointers starts with its type, and pointers to it point past that. */
const ALLOCATION_HEADER_BYTES = 8;

/**
 * Addresses of the timers that wait in the runtime's heaps. Each processor keeps a slice of them: of timers (to Go 1.22)
 * or of pairs (timer, time) since; the slice is the only one in a processor's record whose array lies elsewhere.
 * @see runtime/time.go, types timers and timerWhen; runtime/runtime2.go, type p
 */
export function timersOf(memory: Memory, processors: readonly number[]): readonly number[] {
  return processors.flatMap((processor) => timersOfProcessor(memory, processor));
}

/** The runtime's records of processors, as objects: what the slice `runtime.allp` points at. Empty without symbols. */
export function processorsOf(memory: Memory, symbols: SymbolTable): readonly number[] {
  const processors = new Set<number>();
  for (const segment of memory.dump.segments) {
    memory.eachPointer(segment, (pointer, offset) => {
      if (symbols.at(segment.address + offset)?.symbol.name !== 'runtime.allp') return;
      memory.eachPointerOf(memory.findObject(pointer), (p) => processors.add(memory.findObject(p)));
    });
  }
  processors.delete(-1);
  return [...processors];
}

function timersOfProcessor(memory: Memory, processor: number): readonly number[] {
  const timers: number[] = [];
  const { pointerBytes } = memory;
  memory.eachPointerOf(processor, (pointer, offset) => {
    const array = memory.findObject(pointer);
    if (array < 0 || array === processor) return;
    if (pointer - (memory.dump.objects.address[array] ?? 0) > ALLOCATION_HEADER_BYTES) return;
    const length = memory.wordOf(processor, offset + pointerBytes);
    const capacity = memory.wordOf(processor, offset + 2 * pointerBytes);
    if (length === 0 || length > capacity || capacity * pointerBytes > (memory.dump.objects.sizeBytes[array] ?? 0))
      return;
    memory.eachPointerOf(array, (timer) => timers.push(timer));
  });
  return timers;
}
