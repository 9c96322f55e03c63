export { createHeapdumpCommand } from './heapdump-command.ts';
export { createPprofCommand } from './pprof-command.ts';
