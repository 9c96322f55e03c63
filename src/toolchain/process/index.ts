export { signalNumbers } from './command.ts';
export type { Command, CommandContext, RunProgram, Signal } from './command.ts';
export { createLocalPorts } from './local-ports.ts';
export type { LocalConnection, LocalPorts } from './local-ports.ts';
export { createProcessTable } from './process-table.ts';
export type { ExitStatus, Process, ProcessOptions, ProcessTable } from './process-table.ts';
export { createCapture, createPipe, inputOf, joinBytes, readAll } from './streams.ts';
export type { Capture, InputStream, OutputStream, Pipe } from './streams.ts';
