import type { Memory } from './memory.ts';

/** Which object points at which, rows one after another: the targets of object i are `targets[from[i]]` up to `targets[from[i + 1]]`. */
export interface ObjectGraph {
  readonly from: Uint32Array;
  readonly targets: Uint32Array;
}

/** The graph of a dump's objects. Pointers into the middle of an object count as pointers to it; those to itself do not. */
export function graphOf(memory: Memory): ObjectGraph {
  const { count, fieldCount } = memory.dump.objects;
  const from = new Uint32Array(count + 1);
  const targets = new Uint32Array(fieldCount);
  let used = 0;
  for (let object = 0; object < count; object++) {
    memory.eachPointerOf(object, (pointer) => {
      const target = memory.findObject(pointer);
      if (target >= 0 && target !== object && used < fieldCount) targets[used++] = target;
    });
    from[object + 1] = used;
  }
  return { from, targets: targets.subarray(0, used) };
}
