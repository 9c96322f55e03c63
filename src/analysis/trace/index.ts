export { isWrapperName, packageOf, shortName } from './func-name.ts';
export type { Ancestor, Creation, Frame, FramesElided, Goroutine, Site } from './model.ts';
export { originsBy } from './origin.ts';
export type { Origin, OriginOf } from './origin.ts';
