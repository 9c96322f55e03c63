export { isWrapperName, packageOf, shortName } from './func-name.ts';
export { Interner } from './interner.ts';
export type { Ancestor, Creation, Frame, FramesElided, Goroutine, Site } from './model.ts';
export { originsBy } from './origin.ts';
export type { Origin, OriginOf } from './origin.ts';
export { TracebackReader } from './traceback.ts';
export type { Gap, ReadGoroutine, Stack } from './traceback.ts';
