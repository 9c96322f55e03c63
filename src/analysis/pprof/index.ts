export { runPprof } from './driver.ts';
export type { PprofIO } from './io.ts';
