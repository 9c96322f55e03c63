export { joinHeap } from './heap.ts';
export type { HeapJoinRow } from './heap.ts';
