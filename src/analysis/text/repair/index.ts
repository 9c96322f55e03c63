export { repair } from './repair.ts';
export type { Repair, RepairedText } from './repair.ts';
