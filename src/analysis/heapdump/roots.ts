import { isWrapperName } from '../trace/index.ts';
import type { DumpedFrame, DumpedGoroutine, HeapDump, Segment } from './model.ts';
import type { FunctionNames } from './function-names.ts';
import type { Memory } from './memory.ts';
import { originOfSymbol, variableNamer, withoutWrapper } from './names.ts';
import type { VariableNamer } from './names.ts';
import type { ProgramNames } from './program.ts';
import { timersOf } from './timers.ts';

export type RootKind = 'global' | 'frame' | 'defer' | 'finalizer' | 'timer' | 'goroutine' | 'runtime' | 'other';

/** A place outside the heap that holds pointers into it. */
export interface Root {
  readonly kind: RootKind;
  /** What holders are grouped by: a variable, a function, `runtime timer`. */
  readonly name: string;
  /** Objects are given to the root of the lowest phase that reaches them. */
  readonly phase: number;
  /** True where the words are taken for pointers without the compiler saying so. */
  readonly isLikely: boolean;
  readonly goroutine?: number;
  /** Objects pointed at. */
  readonly targets: readonly number[];
}

/**
 * The order in which roots get their objects: what the reader can change first, the runtime's own bookkeeping last.
 * Within a phase the shortest chain wins.
 */
export const PHASES = [
  'ownGlobals',
  'stdGlobals',
  'ownFrames',
  'otherFrames',
  'calls',
  'conservativeFrames',
  'finalizers',
  'timers',
  'goroutineRecords',
  'runtime',
] as const;
export type Phase = (typeof PHASES)[number];

const phaseOf = (phase: Phase) => PHASES.indexOf(phase);

/** Every root of a dump that points at an object, in no order. */
export function rootsOf(memory: Memory, names: ProgramNames, processors: readonly number[]): readonly Root[] {
  const { dump } = memory;
  const collect = new RootCollector(memory);
  const nameVariable = variableNamer(memory, names.symbols);
  for (const segment of dump.segments) addGlobals(collect, memory, nameVariable, segment);
  for (const goroutine of dump.goroutines) addGoroutine(collect, memory, names, goroutine);
  addFinalizers(collect, dump, names);
  for (const timer of timersOf(memory, processors)) collect.add('timer', 'runtime timer', 'timers', timer);
  for (const { description, target } of dump.otherRoots) collect.add('other', description, 'runtime', target);
  return collect.roots;
}

/** Gathers the targets of roots of the same name. */
class RootCollector {
  readonly roots: (Root & { targets: number[] })[] = [];
  readonly #memory: Memory;
  readonly #byKey = new Map<string, Root & { targets: number[] }>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  add(kind: RootKind, name: string, phase: Phase, pointer: number, goroutine?: number): void {
    const target = this.#memory.findObject(pointer);
    if (target < 0) return;
    const key = `${phase} ${goroutine ?? ''} ${name}`;
    let root = this.#byKey.get(key);
    if (root === undefined) {
      const isLikely = phase === 'conservativeFrames';
      const of = goroutine === undefined ? {} : { goroutine };
      root = { kind, name, phase: phaseOf(phase), isLikely, ...of, targets: [] };
      this.#byKey.set(key, root);
      this.roots.push(root);
    }
    root.targets.push(target);
  }
}

function addGlobals(collect: RootCollector, memory: Memory, nameVariable: VariableNamer, segment: Segment): void {
  memory.eachPointer(segment, (pointer, offset) => {
    if (memory.findObject(pointer) < 0) return;
    const { name, isKnown } = nameVariable(segment, segment.address + offset);
    const phase = isKnown ? phaseOfGlobal(name) : 'ownGlobals';
    collect.add(phase === 'runtime' ? 'runtime' : 'global', name, phase, pointer);
  });
}

function phaseOfGlobal(name: string): Phase {
  switch (originOfSymbol(name)) {
    case 'runtime':
      return 'runtime';
    case 'std':
      return 'stdGlobals';
    default:
      return 'ownGlobals';
  }
}

function addGoroutine(
  collect: RootCollector,
  memory: Memory,
  { functions }: ProgramNames,
  goroutine: DumpedGoroutine,
): void {
  const { id, address, context, defers, panics } = goroutine;
  const names = frameNames(goroutine, functions);
  goroutine.frames.forEach((frame, i) => {
    const name = names[i] ?? frame.func;
    const phase = phaseOfFrame(frame, name);
    memory.eachPointer(frame, (pointer) => collect.add('frame', name, phase, pointer, id));
    if (phase !== 'runtime') addWords(collect, memory, frame, name, id);
  });
  for (const { sp, closure } of defers) {
    const at = goroutine.frames.findIndex((frame) => frame.sp === sp);
    collect.add('defer', names[at] ?? names[0] ?? 'unknown function', 'calls', closure, id);
  }
  const owner = ownerOf(names);
  for (const { value } of panics) collect.add('frame', owner, 'calls', value, id);
  collect.add('frame', owner, 'calls', context, id);
  collect.add('goroutine', owner, 'goroutineRecords', address, id);
}

/** The function that a goroutine is known by: the innermost of the reader's own, or else the one it started in. */
function ownerOf(names: readonly string[]): string {
  const started = names.findLast((name) => name !== 'runtime.goexit');
  return names.find((name) => originOfSymbol(name) === 'own') ?? started ?? 'unknown function';
}

/**
 * What each frame is called: the innermost of the functions inlined there, wrappers left out; where that is the standard
 * library's, the reader's own function that called it, if there is one.
 */
function frameNames({ frames }: DumpedGoroutine, functions: FunctionNames): readonly string[] {
  const names: string[] = [];
  let own: string | undefined;
  for (let i = frames.length - 1; i >= 0; i--) {
    const name = frameName(frames, i, functions);
    if (originOfSymbol(name) === 'own') own = name;
    names.push(own ?? name);
  }
  return names.reverse();
}

function frameName(frames: readonly DumpedFrame[], i: number, functions: FunctionNames): string {
  const { func = 'unknown function', pc = 0 } = frames[i] ?? {};
  const inlined = functions.ofPc(pc);
  const written = inlined.find((name) => originOfSymbol(name) === 'own' && !isWrapperName(name));
  if (written !== undefined) return written;
  // What a wrapper holds are the arguments of the function that it calls: its frame has their room.
  const isWrapper = isWrapperName(func) && withoutWrapper(func) !== func;
  const called = isWrapper && i > 0 ? frameName(frames, i - 1, functions) : undefined;
  return called !== undefined && originOfSymbol(called) === 'own' ? called : withoutWrapper(inlined[0] ?? func);
}

/** A frame is the reader's own where its function, or one inlined into it, is. */
function phaseOfFrame({ func }: DumpedFrame, name: string): Phase {
  if (originOfSymbol(func) === 'own') return 'ownFrames';
  return originOfSymbol(name) === 'runtime' ? 'runtime' : 'otherFrames';
}

/**
 * Every word of a frame that could be a pointer: the dump lists a frame's pointer variables, but neither the variables
 * whose address was taken nor the value that a blocked send or receive works on.
 */
function addWords(collect: RootCollector, memory: Memory, frame: DumpedFrame, name: string, goroutine: number): void {
  const last = frame.sizeBytes - memory.pointerBytes;
  for (let offset = 0; offset <= last; offset += memory.pointerBytes) {
    collect.add('frame', name, 'conservativeFrames', memory.word(frame.contentFrom + offset), goroutine);
  }
}

function addFinalizers(collect: RootCollector, dump: HeapDump, { functions, symbols }: ProgramNames): void {
  for (const { object, closure, code } of dump.finalizers) {
    const name = functions.ofPc(code + 1).at(-1) ?? symbols.at(code)?.symbol.name;
    const root = name === undefined ? 'finalizer' : `finalizer ${name}`;
    collect.add('finalizer', root, 'finalizers', object);
    collect.add('finalizer', root, 'finalizers', closure);
  }
}
