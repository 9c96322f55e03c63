export { createHeapdumpCommand } from './heapdump-command.ts';
export { createPprofCommand } from './pprof-command.ts';
export type { OpenViewer, ViewedProfiles } from './pprof-command.ts';
