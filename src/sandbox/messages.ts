/** What the page and its workers say to each other: one union for each direction of each worker. */
import type { FileChange } from '../toolchain/files/index.ts';
import type { Asset, Manifest, ToolRequest, ToolResult } from '../toolchain/go/index.ts';
import type { Signal } from '../toolchain/process/index.ts';
import type { History, Schedule } from '../toolchain/race/index.ts';
import type { ScheduledEnd } from '../toolchain/wasi/index.ts';
import type { ConnectionMessage } from './connection-bridge.ts';

/** Page → toolchain worker. */
export type ToolchainCommand =
  | {
      readonly kind: 'open';
      readonly manifest: Manifest;
      /** What the manifest's URLs are relative to. */
      readonly baseUrl: string;
      /** What a first build needs. */
      readonly needed: readonly Asset[];
      /** True when those files are in the browser's cache. */
      readonly isKnown: boolean;
    }
  | { readonly kind: 'tool'; readonly id: number; readonly request: ToolRequest };

/** Toolchain worker → page. */
export type ToolchainReport =
  | { readonly kind: 'progress'; readonly loadedBytes: number }
  /** The tools are compiled; `urls` is all that the worker loaded. */
  | { readonly kind: 'ready'; readonly urls: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: ToolResult }
  | { readonly kind: 'broken'; readonly id: number; readonly message: string };

/** What every program starts with. */
interface Invocation {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly files: readonly FileChange[];
}

/** A program that was built and may run under many schedules. */
export interface BuiltProgram extends Invocation {
  readonly name: string;
  readonly module: Uint8Array;
}

/** What a run worker starts with. */
export interface RunStart extends BuiltProgram {
  readonly kind: 'start';
  readonly maxMemoryBytes: number;
  readonly maxOutputBytes: number;
}

/** What a Delve worker starts with. */
export interface DelveStart extends Invocation {
  readonly kind: 'start-delve';
  readonly name: 'dlv' | 'coreholders';
  readonly module: Asset;
  /** What the module's URL is relative to. */
  readonly baseUrl: string;
}

/** Page → run worker or Delve worker. */
export type RunCommand =
  | RunStart
  | DelveStart
  | { readonly kind: 'input'; readonly bytes: Uint8Array }
  | { readonly kind: 'input-end' }
  | { readonly kind: 'signal'; readonly signal: Signal }
  | { readonly kind: 'files'; readonly changes: readonly FileChange[] }
  | { readonly kind: 'ping' }
  /** Somebody connects to a port that the program listens on. */
  | { readonly kind: 'connect'; readonly connection: number; readonly port: number }
  /** The ports that other programs of the lab listen on. */
  | { readonly kind: 'ports'; readonly ports: readonly number[] }
  | ConnectionMessage;

/** Run worker or Delve worker → page. */
export type RunReport =
  /** The worker's code is there; `urls` is all that it loaded. */
  | { readonly kind: 'ready'; readonly urls: readonly string[] }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly kind: 'files'; readonly changes: readonly FileChange[] }
  | { readonly kind: 'pong' }
  /** The program took a signal, or let its default happen. */
  | { readonly kind: 'signal'; readonly signal: Signal; readonly handled: boolean }
  | { readonly kind: 'listen'; readonly port: number }
  | { readonly kind: 'unlisten'; readonly port: number }
  /** The program connects to a port of another program. */
  | { readonly kind: 'connect'; readonly connection: number; readonly port: number }
  | ConnectionMessage
  | { readonly kind: 'ended'; readonly status: number; readonly memoryBytes: number }
  | { readonly kind: 'limit'; readonly what: 'output' }
  | { readonly kind: 'broken'; readonly message: string };

/** Page → schedule worker: the only message. */
export type ScheduleCommand =
  | { readonly kind: 'explore'; readonly program: BuiltProgram; readonly schedules: readonly Schedule[] }
  /** Runs one schedule and tells what led to its race with this key, or to its first race. */
  | {
      readonly kind: 'trace';
      readonly program: BuiltProgram;
      readonly schedule: Schedule;
      readonly raceKey: string | undefined;
    };

/** Schedule worker → page. */
export type ScheduleReport =
  | { readonly kind: 'end'; readonly end: ScheduledEnd }
  | { readonly kind: 'traced'; readonly end: ScheduledEnd; readonly history: History | undefined }
  | { readonly kind: 'done' }
  | { readonly kind: 'broken'; readonly message: string };
