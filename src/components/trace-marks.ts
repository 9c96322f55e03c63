/** The lines of a paste that evidence speaks of, each with what it is and how it is read aloud. */
import type { Evidence, Goroutine, PanicEvidence, RaceEvidence, Site } from '../analysis/index.ts';
import type { FatalEvidence } from '../analysis/crash/index.ts';
import { packageOf, shortName } from '../analysis/trace/index.ts';

/**
 * What a row of a trace is. `read` and `write` head the accesses of a race; `other` is text that belongs to no evidence, or
 * that is shown as it stands; `row` is a row of a table.
 */
export type RowRole = 'value' | 'goroutine' | 'read' | 'write' | 'frame' | 'created' | 'row' | 'other';

/** One line that evidence knows. */
export interface Mark {
  /** The 1-based pasted line by which analyzer and graders know it. */
  readonly at: number;
  readonly role: RowRole;
  readonly site?: Site;
  /** How its label begins: `frame 3`; whose code it is follows, then `words`. */
  readonly lead?: string;
  readonly words?: string;
}

/** The marks of one piece of evidence in `lines`, in the order of its facts. Evidence without lines to choose from has none. */
export function marksOf(evidence: Evidence, lines: readonly string[]): readonly Mark[] {
  switch (evidence.kind) {
    case 'panic':
      return [...valueMarks(evidence), ...evidence.goroutines.flatMap(goroutineMarks)];
    case 'fatal':
      return [...messageMarks(evidence, lines), ...evidence.goroutines.flatMap(goroutineMarks)];
    case 'dump':
      return evidence.goroutines.flatMap(goroutineMarks);
    case 'race':
      return raceMarks(evidence);
    case 'delve':
      return evidence.frames.flatMap((frame) => siteMarks(frame, 'frame', `frame ${frame.index}`));
    case 'report':
      return evidence.rows.map(({ at, func }, i) => ({
        at,
        role: 'row',
        site: { func, at },
        lead: `row ${i + 1}`,
        words: localName(func),
      }));
    default:
      return [];
  }
}

function valueMarks({ chain }: PanicEvidence): readonly Mark[] {
  return chain.map(({ at, value, recovered, repanicked }, i) => {
    const fate = repanicked ? ', recovered and panicked again' : recovered ? ', recovered' : '';
    return { at, role: 'value', lead: `panic ${i + 1} of ${chain.length}`, words: firstLine(value) + fate };
  });
}

/** What a fatal error says stands out like a panic's value. No exercise asks to choose it, so it is not read aloud. */
function messageMarks({ span }: FatalEvidence, lines: readonly string[]): readonly Mark[] {
  const at = lines.slice(0, span.to).findIndex((line, i) => i + 1 >= span.from && line.includes('fatal error: ')) + 1;
  return at > 0 ? [{ at, role: 'value' }] : [];
}

/** Frames of the goroutine printed first, the one that matters in a crash, go without its name. */
function goroutineMarks(goroutine: Goroutine, place: number): readonly Mark[] {
  const suffix = place > 0 && goroutine.id !== undefined ? `, goroutine ${goroutine.id}` : '';
  const header: Mark[] = goroutine.at === undefined ? [] : [{ at: goroutine.at, role: 'goroutine' }];
  const frames = goroutine.frames.flatMap((site, i) => siteMarks(site, 'frame', `frame ${i + 1}`, suffix));
  const creator = goroutine.createdBy;
  return [...header, ...frames, ...(creator ? siteMarks(creator, 'created', 'created by', suffix) : [])];
}

function raceMarks({ accesses, created }: RaceEvidence): readonly Mark[] {
  const ofAccess = accesses.flatMap(({ at, op, stack }, i): readonly Mark[] => {
    const access = `${i === 0 ? 'first' : 'second'} access${op === undefined ? '' : `, a ${op}`}`;
    const frames = stack.flatMap((site, n) => siteMarks(site, 'frame', `frame ${n + 1} of the ${access}`));
    return [{ at, role: op ?? 'goroutine' }, ...frames];
  });
  const ofCreation = created.flatMap(({ at, goroutine, stack }): readonly Mark[] => {
    const lead = goroutine === undefined ? 'created at' : `goroutine ${goroutine} created at`;
    return [{ at, role: 'goroutine' }, ...stack.flatMap((site) => siteMarks(site, 'created', lead))];
  });
  return [...ofAccess, ...ofCreation];
}

function siteMarks(site: Site, role: RowRole, lead: string, suffix = ''): readonly Mark[] {
  if (site.at === undefined) return [];
  const line = site.line === undefined ? '' : ` line ${site.line}`;
  const place = site.file === undefined ? '' : `, ${fileName(site.file)}${line}`;
  return [{ at: site.at, role, site, lead, words: localName(site.func) + place + suffix }];
}

/** The function without its package: `(*DB).Get` of `example.com/store.(*DB).Get`. */
export function localName(func: string): string {
  const short = shortName(func);
  return packageOf(func) === '' ? short : short.slice(short.indexOf('.') + 1);
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function firstLine(value: string): string {
  const line = value.split('\n', 1)[0] ?? '';
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
