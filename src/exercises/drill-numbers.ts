/** What differs between two runs of one program: ids of goroutines and addresses in the heap. */
import { drawNumber } from './variant-random.ts';

/** Ids up to this one are the runtime's own goroutines and `main`: they are the same in every run. */
const lastFixedId = 5;

/** `0xc000012345`, where Go's heap begins on 64-bit Unix; the race detector prints it with two more digits. */
const heapAddress = /\b0x(0{0,6})c([0-9a-f]{9})\b/g;
const goroutineId = /\b([Gg]oroutine) (\d{1,9})\b/g;

/**
 * Returns the text as another run would have printed it: ids of goroutines and heap addresses are moved, each kind by one
 * distance, so that what was equal stays equal and what came first stays first. Small addresses, such as that of a field
 * of nil, stay.
 *
 * @example renumber('goroutine 18 [running]:', 7)
 */
export function renumber(text: string, seed: number): string {
  const idStep = drawNumber(seed, 'goroutine') % 40;
  const addressStep = (drawNumber(seed, 'address') % 512) * 0x2000;
  return text
    .replace(goroutineId, (all, word: string, id: string) =>
      Number(id) <= lastFixedId ? all : `${word} ${Number(id) + idStep}`,
    )
    .replace(heapAddress, (_, zeros: string, digits: string) => `0x${zeros}c${moved(digits, addressStep)}`);
}

function moved(digits: string, step: number): string {
  const sum = Number.parseInt(digits, 16) + step;
  return sum.toString(16).padStart(digits.length, '0').slice(-digits.length);
}
