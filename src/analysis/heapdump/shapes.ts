import type { Labels } from './labels.ts';
import type { Reach } from './reach.ts';
import { rootOfParent } from './reach.ts';
import type { Root, RootKind } from './roots.ts';

/** A way from a root, by labels instead of objects: chains of the same shape are one row of the report. */
export interface Shape {
  /** -1 for the shape that is just a root. */
  readonly above: number;
  /** Index of a label; for the shape that is just a root, of a root name. */
  readonly label: number;
}

export interface RootName {
  readonly kind: RootKind;
  readonly name: string;
  readonly isLikely: boolean;
}

export interface Shapes {
  readonly all: readonly Shape[];
  readonly rootNames: readonly RootName[];
  /** For each root, the index of its name. */
  readonly nameOfRoot: readonly number[];
  /** The shape of each object's chain, the object itself included; -1 where nothing reaches it. */
  readonly ofObject: Int32Array;
}

/**
 * The shape of every chain. A label that a chain passes again closes a loop: the ten thousandth element of a list has
 * the shape of the first.
 */
export function shapesOf(reach: Reach, roots: readonly Root[], labels: Labels): Shapes {
  const shapes = new ShapeTable();
  const rootNames: RootName[] = [];
  const nameIndex = new Map<string, number>();
  const nameOfRoot = roots.map(({ kind, name, isLikely }) => {
    const key = `${kind} ${isLikely} ${name}`;
    const known = nameIndex.get(key);
    if (known !== undefined) return known;
    nameIndex.set(key, rootNames.length);
    return rootNames.push({ kind, name, isLikely }) - 1;
  });
  const shapeOfName = rootNames.map((_, name) => shapes.addRoot(name));
  const ofObject = new Int32Array(reach.parent.length).fill(-1);
  for (const object of reach.order) {
    const parent = reach.parent[object] ?? -1;
    const root = rootOfParent(parent);
    const above = root === undefined ? (ofObject[parent] ?? 0) : (shapeOfName[nameOfRoot[root] ?? 0] ?? 0);
    ofObject[object] = shapes.below(above, labels.inChain(object));
  }
  return { all: shapes.all, rootNames, nameOfRoot, ofObject };
}

class ShapeTable {
  readonly all: Shape[] = [];
  readonly #children: Map<number, number>[] = [];

  addRoot(name: number): number {
    return this.#add(-1, name);
  }

  below(above: number, label: number): number {
    const known = this.#children[above]?.get(label);
    if (known !== undefined) return known;
    const shape = this.#sameAbove(above, label) ?? this.#add(above, label);
    this.#children[above]?.set(label, shape);
    return shape;
  }

  #sameAbove(from: number, label: number): number | undefined {
    for (let shape = from; ;) {
      const { above = -1, label: known = -1 } = this.all[shape] ?? {};
      if (above < 0) return undefined;
      if (known === label) return shape;
      shape = above;
    }
  }

  #add(above: number, label: number): number {
    this.#children.push(new Map());
    return this.all.push({ above, label }) - 1;
  }
}
