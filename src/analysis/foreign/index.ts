export { explainForeign } from './explain.ts';
export type { ForeignFormat, ForeignText } from './model.ts';
export { foreignReader } from './parse.ts';
