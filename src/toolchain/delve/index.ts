export { createCoreholdersCommand, createDlvCommand } from './dlv-command.ts';
export type { DlvOptions } from './dlv-command.ts';
export { runGoProgram } from './go-program.ts';
export type { GoProgram } from './go-program.ts';
export { delveManifestPath } from './manifest.ts';
export type { DelveManifest } from './manifest.ts';
export { nodeFiles } from './node-files.ts';
export type { NodeFilesOptions } from './node-files.ts';
