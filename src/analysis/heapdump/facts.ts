import type { ObjectGraph } from './graph.ts';
import { graphOf } from './graph.ts';
import type { Labels } from './labels.ts';
import { labelsOf } from './labels.ts';
import { Memory } from './memory.ts';
import type { HeapDump } from './model.ts';
import type { ProgramNames } from './program.ts';
import { NO_NAMES } from './program.ts';
import type { Reach } from './reach.ts';
import { reachFrom } from './reach.ts';
import type { Retained } from './retained.ts';
import { retainedBy } from './retained.ts';
import type { Root } from './roots.ts';
import { PHASES, rootsOf } from './roots.ts';
import type { Shapes } from './shapes.ts';
import { shapesOf } from './shapes.ts';
import type { SubsliceFinder } from './subslice.ts';
import { findSubslices } from './subslice.ts';
import { processorsOf } from './timers.ts';

/** Everything computed once from a dump; what the report, the tree and the pictures read. */
export interface HeapFacts {
  readonly dump: HeapDump;
  readonly memory: Memory;
  readonly names: ProgramNames;
  readonly graph: ObjectGraph;
  readonly roots: readonly Root[];
  readonly reach: Reach;
  readonly labels: Labels;
  readonly shapes: Shapes;
  readonly retained: Retained;
  readonly subslices: SubsliceFinder;
}

/**
 * Who reaches, holds and keeps each object of a dump. Time and memory grow with objects and pointers, not with their chains:
 * a million objects take seconds.
 * @example heapFacts(parseHeapDump(bytes).value).reach.order.length // objects that something holds
 */
export function heapFacts(dump: HeapDump, names: ProgramNames = NO_NAMES): HeapFacts {
  const memory = new Memory(dump);
  const graph = graphOf(memory);
  const processors = processorsOf(memory, names.symbols);
  const roots = rootsOf(memory, names, processors);
  const reach = reachFrom(roots, graph, recordPhases(memory, processors));
  const labels = labelsOf(memory, names.functions);
  const shapes = shapesOf(reach, roots, labels);
  const retained = retainedBy(graph, roots, reach, dump.objects.sizeBytes);
  const subslices = findSubslices(memory, reach);
  return { dump, memory, names, graph, roots, reach, labels, shapes, retained, subslices };
}

/** The phase that may pass each of the runtime's records. */
function recordPhases(memory: Memory, processors: readonly number[]): ReadonlyMap<number, number> {
  const { goroutines, threads } = memory.dump;
  const phases = new Map<number, number>();
  for (const processor of processors) phases.set(processor, PHASES.indexOf('runtime'));
  for (const thread of threads) phases.set(memory.findObject(thread), PHASES.indexOf('runtime'));
  for (const { address } of goroutines) phases.set(memory.findObject(address), PHASES.indexOf('goroutineRecords'));
  phases.delete(-1);
  return phases;
}
