/**
 * Call stacks as nodes of one interned tree: a node is its parent and a return address. A slot of shadow memory keeps a
 * whole stack in one number, so the stack of the previous access is never lost. Node 0 is the empty stack.
 */
export class StackTree {
  #parents = new Int32Array(1 << 12);
  #pcs = new Int32Array(1 << 12);
  /** The child last made or found under a node: most calls repeat. */
  #recent = new Int32Array(1 << 12);
  #buckets = new Int32Array(1 << 13);
  #count = 1;

  /** Nodes in use, the empty stack included. */
  get count(): number {
    return this.#count;
  }

  parent(node: number): number {
    return this.#parents[node]!;
  }

  pc(node: number): number {
    return this.#pcs[node]!;
  }

  /** The node of the stack `parent` with the return address `pc` on top. */
  push(parent: number, pc: number): number {
    const recent = this.#recent[parent]!;
    if (recent !== 0 && this.#pcs[recent] === pc) return recent;
    const node = this.#find(parent, pc) || this.#add(parent, pc);
    this.#recent[parent] = node;
    return node;
  }

  /** Return addresses of a stack, innermost first. */
  list(node: number): number[] {
    const pcs: number[] = [];
    for (let at = node; at !== 0; at = this.parent(at)) pcs.push(this.pc(at));
    return pcs;
  }

  /**
   * Drops every stack that `mark` does not reach and returns the new number of each old node (0 where it is gone).
   * The caller renumbers what it holds.
   */
  collect(mark: (keep: (node: number) => void) => void): Int32Array {
    const renumbered = new Int32Array(this.#count);
    mark((node) => {
      for (let at = node; at !== 0 && renumbered[at] === 0; at = this.parent(at)) renumbered[at] = 1;
    });
    let kept = 1;
    for (let old = 1; old < this.#count; old++) {
      if (renumbered[old] === 0) continue;
      // A parent is older than its children, so its new number is known by now.
      this.#parents[kept] = renumbered[this.#parents[old]!]!;
      this.#pcs[kept] = this.#pcs[old]!;
      renumbered[old] = kept++;
    }
    this.#count = kept;
    this.#recent.fill(0);
    this.#rehash(this.#buckets.length);
    return renumbered;
  }

  #find(parent: number, pc: number): number {
    const mask = this.#buckets.length - 1;
    for (let at = hash(parent, pc) & mask; ; at = (at + 1) & mask) {
      const node = this.#buckets[at]!;
      if (node === 0 || (this.#parents[node] === parent && this.#pcs[node] === pc)) return node;
    }
  }

  #add(parent: number, pc: number): number {
    if (this.#count === this.#parents.length) this.#grow();
    const node = this.#count++;
    this.#parents[node] = parent;
    this.#pcs[node] = pc;
    if (this.#count * 2 > this.#buckets.length) this.#rehash(this.#buckets.length * 2);
    else this.#insert(node);
    return node;
  }

  #insert(node: number): void {
    const mask = this.#buckets.length - 1;
    let at = hash(this.#parents[node]!, this.#pcs[node]!) & mask;
    while (this.#buckets[at] !== 0) at = (at + 1) & mask;
    this.#buckets[at] = node;
  }

  #rehash(size: number): void {
    this.#buckets = new Int32Array(size);
    for (let node = 1; node < this.#count; node++) this.#insert(node);
  }

  #grow(): void {
    this.#parents = doubled(this.#parents);
    this.#pcs = doubled(this.#pcs);
    this.#recent = doubled(this.#recent);
  }
}

function hash(parent: number, pc: number): number {
  const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(pc, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** A copy with twice the room. */
export function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(16, array.length * 2));
  larger.set(array);
  return larger;
}
