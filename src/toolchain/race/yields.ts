/**
 * Yields at function entries, from outside of the program. Every function of Go begins by comparing its stack pointer
 * with `stackguard0` of its goroutine; the value `stackPreempt` there makes the runtime give way to another goroutine,
 * which is how it interrupts goroutines natively. Whoever is scheduled gets a fresh guard, so that a mark in all
 * goroutines stops only the one that runs, and the runtime itself ignores it where it must not be interrupted.
 *
 * @see src/runtime/stack.go (newstack), preempt.go and proc.go (execute) of Go 1.26
 */
import type { Chance, Schedule } from './schedule.ts';

/** The part of a running program that a yield needs: `runtime.allgptr` and `runtime.allglen`, by their addresses. */
export interface GoroutineTable {
  readonly pointer: number;
  readonly length: number;
}

/** `stackguard0` follows the two words of `stack` in `g`. */
const guardOffset = 16;
const pointerBytes = 8;
const stackPreempt = 0xfffffffffffffaden;
/** Under stress one call in so many yields; each schedule draws its own. */
const rates = [2, 8, 32, 128] as const;
/**
 * A goroutine may give way in its first calls under every schedule. Go's runtime on wasm starts goroutines in the order
 * in which they were made; natively, any of them may be first.
 */
const firstCalls = 2;

/**
 * Returns what to call at each function entry, with the goroutine's context: now and then it makes that goroutine give
 * way at its next function entry.
 *
 * @example new Detector({ ...host, onCall: yieldAtCalls(memory, table, { seed: 7, isStressed: true }, seededChance(7)) })
 */
export function yieldAtCalls(
  memory: () => ArrayBufferLike,
  table: GoroutineTable,
  { isStressed }: Schedule,
  chance: Chance,
): (context: number) => void {
  const calls: number[] = [];
  const rate = rates[chance.next() % rates.length]!;
  let left = isStressed ? 1 + (chance.next() % rate) : Infinity;
  return (context) => {
    const count = (calls[context] ?? 0) + 1;
    calls[context] = count;
    const isEarly = count <= firstCalls && chance.next() % 2 === 0;
    if (--left > 0 && !isEarly) return;
    if (left <= 0) left = 1 + (chance.next() % (2 * rate));
    markAll(new DataView(memory()), table);
  };
}

function markAll(view: DataView, { pointer, length }: GoroutineTable): void {
  const first = view.getUint32(pointer, true);
  const count = view.getUint32(length, true);
  for (let i = 0; i < count; i++) {
    const goroutine = view.getUint32(first + i * pointerBytes, true);
    view.setBigUint64(goroutine + guardOffset, stackPreempt, true);
  }
}

const sectionName = 'faultline:data';
const wanted = { pointer: 'runtime.allgptr', length: 'runtime.allglen' };

/**
 * Returns where a program keeps its goroutines, by the names that our link writes into it; undefined where it has none.
 * The section is a count, then for each variable its name, address and size, numbers as unsigned LEB128.
 *
 * @see go/overlay/tools/cmd/link/internal/wasm/datasymbols.go
 * @example findGoroutineTable(module)?.pointer
 */
export function findGoroutineTable(module: WebAssembly.Module): GoroutineTable | undefined {
  const [section] = WebAssembly.Module.customSections(module, sectionName);
  if (section === undefined) return undefined;
  const bytes = new Uint8Array(section);
  const decoder = new TextDecoder();
  const found = new Map<string, number>();
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; at < bytes.length; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    return value;
  };
  for (let left = number(); left > 0; left--) {
    const length = number();
    const name = decoder.decode(bytes.subarray(at, (at += length)));
    const address = number();
    number();
    found.set(name, address);
  }
  const [pointer, length] = [found.get(wanted.pointer), found.get(wanted.length)];
  return pointer === undefined || length === undefined ? undefined : { pointer, length };
}
