import type { Bucket } from './model.ts';
import type { Memory } from './memory.ts';

/** What the runtime uses an object for, where that is known; such objects are folded in chains. */
export const ROLES = ['plain', 'map', 'syncMap'] as const;
export type Role = (typeof ROLES)[number];
const MAP = ROLES.indexOf('map');
const SYNC_MAP = ROLES.indexOf('syncMap');

const MAP_FILES = /(^|\/)(internal\/runtime\/maps\/[a-z0-9_]+|runtime\/(map|hashmap)[a-z0-9_]*)\.go$/;
const SYNC_MAP_FILES = /(^|\/)(internal\/(sync|concurrent)\/hashtriemap|sync\/(map|oldmap|hashtriemap))\.go$/;
const ALLOCATOR_FILES = /(^|\/)runtime\/(malloc|mprof|mbitmap)[a-z0-9_]*\.go$/;

/**
 * The role of each object, as an index into ROLES: what the allocation stack says, and where that says nothing (the
 * profile samples; before Go 1.26 its stacks start above the runtime) what the layout shows.
 */
export function rolesOf(memory: Memory): Uint8Array {
  const { objects, buckets } = memory.dump;
  const roles = new Uint8Array(objects.count);
  const ofBucket = buckets.map(roleOfBucket);
  for (let object = 0; object < objects.count; object++) roles[object] = ofBucket[objects.bucket[object] ?? -1] ?? 0;
  for (let object = 0; object < objects.count; object++) markByLayout(memory, object, roles);
  return roles;
}

function roleOfBucket({ stack }: Bucket): number {
  const leaf = stack.find(({ file }) => !ALLOCATOR_FILES.test(file));
  if (leaf === undefined) return 0;
  if (MAP_FILES.test(leaf.file)) return MAP;
  return SYNC_MAP_FILES.test(leaf.file) ? SYNC_MAP : 0;
}

/** A map's header has the same layout in every program. Only those whose counts agree with what they point at are taken. */
function markByLayout(memory: Memory, object: number, roles: Uint8Array): void {
  const { objects } = memory.dump;
  if (roles[object] !== 0) return;
  const size = objects.sizeBytes[object] ?? 0;
  if (size === (memory.pointerBytes === 8 ? 48 : 32)) {
    markSwissMap(memory, object, roles);
    markBucketMap(memory, object, roles);
  }
  if (isTrieNode(memory, object, size)) roles[object] = SYNC_MAP;
}

/** In a map's header and in its tables the pointer to the contents comes after 16 bytes, on 32 bits after 12. */
const contentsWord = (memory: Memory) => (memory.pointerBytes === 8 ? 2 : 3);

/**
 * used, seed, dirPtr, dirLen, depth and flags, clearSeq: the directory is one group (dirLen 0) or a power of two of tables.
 * @see internal/runtime/maps/map.go, type Map
 */
function markSwissMap(memory: Memory, object: number, roles: Uint8Array): void {
  const word = memory.pointerBytes;
  const contents = contentsWord(memory);
  if (!hasFieldsAt(memory, object, [contents])) return;
  const directory = memory.findObject(memory.wordOf(object, contents * word));
  const length = memory.wordOf(object, (contents + 1) * word);
  const depth = memory.byteOf(object, (contents + 2) * word);
  const shift = memory.byteOf(object, (contents + 2) * word + 1);
  const isOneGroup = length === 0 && depth === 0;
  if (!isOneGroup && (length !== 2 ** depth || shift !== word * 8 - depth)) return;
  if (directory < 0 || length * word > (memory.dump.objects.sizeBytes[directory] ?? 0)) return;
  roles[object] = MAP;
  roles[directory] = MAP;
  if (!isOneGroup) memory.eachPointerOf(directory, (table) => markTable(memory, memory.findObject(table), roles));
}

function markTable(memory: Memory, table: number, roles: Uint8Array): void {
  const contents = contentsWord(memory);
  if (table < 0 || !hasFieldsAt(memory, table, [contents])) return;
  roles[table] = MAP;
  const groups = memory.findObject(memory.wordOf(table, contents * memory.pointerBytes));
  if (groups >= 0) roles[groups] = MAP;
}

/**
 * count, flags, B, …, buckets, oldbuckets, nevacuate, extra; 2^B buckets, each with eight bytes of hashes first.
 * @see runtime/map.go of Go 1.23, type hmap
 */
function markBucketMap(memory: Memory, object: number, roles: Uint8Array): void {
  const word = memory.pointerBytes;
  const first = contentsWord(memory);
  if (!hasFieldsAt(memory, object, [first, first + 1, first + 3])) return;
  const logBuckets = memory.byteOf(object, word + 1);
  const buckets = memory.findObject(memory.wordOf(object, first * word));
  if (buckets < 0 || 2 ** logBuckets * 8 > (memory.dump.objects.sizeBytes[buckets] ?? 0)) return;
  roles[object] = MAP;
  roles[buckets] = MAP;
  const old = memory.findObject(memory.wordOf(object, (first + 1) * word));
  if (old >= 0) roles[old] = MAP;
}

function hasFieldsAt(memory: Memory, object: number, words: readonly number[]): boolean {
  let matched = 0;
  memory.eachFieldOf(object, (offset) => {
    matched = offset === (words[matched] ?? -1) * memory.pointerBytes ? matched + 1 : Infinity;
  });
  return matched === words.length;
}

const TRIE_CHILDREN = 16;

/** Flags, lock, parent and sixteen children. @see internal/sync/hashtriemap.go, type indirect */
function isTrieNode(memory: Memory, object: number, size: number): boolean {
  if (memory.pointerBytes !== 8 || size !== 160) return false;
  return hasFieldsAt(
    memory,
    object,
    Array.from({ length: TRIE_CHILDREN + 1 }, (_, i) => i + 2),
  );
}
