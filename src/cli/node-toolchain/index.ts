export { isToolchainBuilt, readManifest, toolchainMissing } from './assets.ts';
export { delveCommands } from './delve.ts';
export { createBareLab, createNodeLab, labEnv, labFolder, readFolder } from './lab.ts';
export type { NodeLab } from './lab.ts';
export { runLine, runWhole } from './run-line.ts';
export type { LineResult, LineStreams } from './run-line.ts';
