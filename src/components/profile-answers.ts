/** What the profile viewer asks its worker, and the answers as they are shown. */
import type { Trend } from '../analysis/pprof/index.ts';
import type { Origin } from '../analysis/trace/index.ts';
import type { ProfileSettings, Totals } from './profile-settings.ts';

/** A file as it was given. */
export interface ProfileFile {
  readonly source: string;
  readonly content: Uint8Array | string;
}

/** A file that was read. */
export interface Snapshot {
  readonly source: string;
  readonly types: readonly string[];
  readonly defaultType: string;
  /** RFC 3339, where the file says when it was taken. */
  readonly time?: string;
  readonly samples: number;
  /** Names of its functions come from the comment lines of a `?debug=1` text, which pprof itself does not read. */
  readonly isText: boolean;
}

/** A file that could not be read, and why. */
export interface Unreadable {
  readonly source: string;
  readonly problem: string;
}

export interface OpenAnswer {
  /** Oldest first where all say when they were taken, else as given. */
  readonly snapshots: readonly Snapshot[];
  readonly unreadable: readonly Unreadable[];
}

/** A number to sort by, and how it is shown. */
export interface Amount {
  readonly value: number;
  readonly text: string;
  /** Share of the 100 %. */
  readonly share: string;
  /** One standard deviation. */
  readonly sigma?: string;
  readonly trend?: Trend;
}

export interface TableAnswer extends Totals {
  readonly hasBars: boolean;
  readonly rows: readonly TableAnswerRow[];
}

export interface TableAnswerRow {
  readonly label: string;
  readonly origin: Origin;
  readonly flat: Amount;
  readonly cum: Amount;
}

/** A box to draw. Positions are parts of the width. */
export interface FlamePart {
  readonly id: number;
  readonly parent: number;
  readonly depth: number;
  readonly x: number;
  readonly width: number;
  readonly name: string;
  readonly short: string;
  readonly origin: Origin;
  readonly isInlined: boolean;
  readonly isAncestor: boolean;
  /** From -1, all taken away, to 1, all added. */
  readonly shade: number;
  readonly net: string;
  readonly self: string;
  readonly share: string;
}

export interface FlameAnswer extends Totals {
  readonly parts: readonly FlamePart[];
  readonly depth: number;
  /** True where something was taken away: widths stand for increases and decreases together. */
  readonly isDifference: boolean;
  readonly hiddenBoxes: number;
  readonly hidden: string;
  /** The finest boxes of the whole graph were summed up before, and are not in `hidden`. */
  readonly hasFiner: boolean;
}

export interface SearchAnswer {
  readonly ids: readonly number[];
  readonly share: string;
}

/** What a run of pprof printed. */
export interface ReportAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

export interface SlopeRow {
  readonly label: string;
  readonly place: string;
  readonly values: readonly number[];
  readonly sigmas: readonly number[];
  readonly texts: readonly string[];
  readonly perSnapshot: string;
  readonly perSecond?: string;
  readonly isMonotonic: boolean;
  readonly trend: Trend;
}

export interface SlopesAnswer {
  readonly names: readonly string[];
  readonly isOrderedByTime: boolean;
  readonly rows: readonly SlopeRow[];
  readonly leftOut: number;
}

/** What the page asks for, and what it gets. */
export interface ProfileTasks {
  readonly open: {
    readonly asks: { readonly files: readonly ProfileFile[]; readonly sources: Readonly<Record<string, string>> };
    readonly gets: OpenAnswer;
  };
  readonly table: { readonly asks: { readonly settings: ProfileSettings }; readonly gets: TableAnswer };
  readonly flame: {
    readonly asks: { readonly settings: ProfileSettings; readonly top: number; readonly minWidth: number };
    readonly gets: FlameAnswer;
  };
  readonly search: {
    readonly asks: { readonly settings: ProfileSettings; readonly text: string };
    readonly gets: SearchAnswer;
  };
  readonly report: { readonly asks: { readonly settings: ProfileSettings }; readonly gets: ReportAnswer };
  /** SVG as Graphviz writes it. */
  readonly graph: { readonly asks: { readonly settings: ProfileSettings }; readonly gets: string };
  readonly slopes: { readonly asks: { readonly type: string }; readonly gets: SlopesAnswer };
}

export type ProfileTask = keyof ProfileTasks;
export type ProfileRequest = {
  [Task in ProfileTask]: { readonly id: number; readonly task: Task } & ProfileTasks[Task]['asks'];
}[ProfileTask];
export type ProfileReply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });
