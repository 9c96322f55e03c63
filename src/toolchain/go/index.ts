export { createGoCommand } from './go-command.ts';
export type { GoTools } from './go-command.ts';
export { createGofmtCommand } from './gofmt-command.ts';
export { stdClosure } from './manifest.ts';
export type { Asset, Manifest, StdPackage, StdSet, ToolName } from './manifest.ts';
export type { GoHost } from './session.ts';
export { createToolRunner } from './tool.ts';
export type { AssetSource, RunTool, ToolRequest, ToolResult } from './tool.ts';
