import type { DiffKind, Pitfall, ReportEvidence } from './evidence.ts';
import type { Body } from './pasted-bodies.ts';
import type { Heading } from './pasted-heading.ts';
import { inUnit } from './pasted-numbers.ts';

/** The kind of difference, and whether that is read off the command or told by the numbers. */
export interface DiffGuess {
  readonly diff: DiffKind;
  readonly isCertain: boolean;
}

const OVER_100 = 100.05;

/** What the words of a command say about a base. */
export function diffOfCommand(words: readonly string[]): DiffKind {
  const has = (flag: string) =>
    words.some(
      (word) =>
        word === `-${flag}` || word.startsWith(`-${flag}=`) || word === `--${flag}` || word.startsWith(`--${flag}=`),
    );
  if (has('normalize') && !words.includes('-normalize=false')) return 'normalize';
  if (has('diff_base')) return 'diff_base';
  return has('base') ? 'base' : 'none';
}

/**
 * What the numbers say. With `-base` the whole is the sum of all changes, so no share passes 100 %; with `-diff_base` it is the
 * base, which changes may pass by far or stay far below; with `-normalize` the changes cancel out.
 */
export function guessDiff({ kind, rows, unit = '' }: Body, heading: Heading, total: number | undefined): DiffGuess {
  const guess = (diff: DiffKind): DiffGuess => ({ diff, isCertain: false });
  const hasSharesOfAll = (kind === 'top' || kind === 'tree') && heading.type?.startsWith('mean_') !== true;
  const shares = rows.flatMap(({ flatPercent = 0, cumPercent = 0 }) => [flatPercent, cumPercent]);
  if (hasSharesOfAll && Math.max(heading.shownPercent ?? 0, ...shares) > OVER_100) return guess('diff_base');
  const isNegative = rows.some(({ flat = 0, cum = 0 }) => flat < 0 || cum < 0);
  const changed = rows.reduce((sum, { flat = 0 }) => sum + Math.abs(flat), 0);
  const isWhole = hasSharesOfAll && heading.filters === undefined && heading.topCount === undefined;
  const unseen = (heading.droppedNodes ?? 0) * (heading.droppedLimit ? inUnit(heading.droppedLimit, unit) : 0);
  const share = total !== undefined && total > 0 ? (changed + unseen) / total : 1;
  if (!isNegative) return guess(isWhole && rows.length > 0 && share < 0.9 ? 'diff_base' : 'none');
  const shown = Math.abs(heading.shown ? inUnit(heading.shown, unit) : changed);
  if (total !== undefined && shown < total / 100 && changed > total / 20) return guess('normalize');
  return guess(isWhole && share < 0.5 ? 'diff_base' : 'base');
}

/** What in a report is easily misread. */
export function findPitfalls(
  report: Pick<ReportEvidence, 'type' | 'diff' | 'rows' | 'droppedNodes' | 'filters' | 'report'>,
  heading: Heading,
): readonly Pitfall[] {
  const { type = '', diff, rows, droppedNodes = 0, filters } = report;
  const shares = rows.flatMap(({ flatPercent = 0, cumPercent = 0, sumPercent = 0 }) => [
    flatPercent,
    cumPercent,
    sumPercent,
  ]);
  const found: [Pitfall, boolean][] = [
    ['percent-over-100', Math.max(heading.shownPercent ?? 0, ...shares) > OVER_100],
    ['alloc-not-inuse', /(^|_)alloc_/.test(type)],
    ['objects-not-space', type.endsWith('_objects')],
    ['dropped-nodes', droppedNodes > 0],
    ['cut-off-not-as-printed', droppedNodes > 0 && diff !== 'none'],
    ['normalized', diff === 'normalize'],
    ['negative-values', rows.some(({ flat = 0, cum = 0 }) => flat < 0 || cum < 0)],
    ['filtered', filters !== undefined],
    ['unknown-functions', rows.some(({ func }) => func === '<unknown>')],
    ['mean-values', type.startsWith('mean_')],
  ];
  return found.filter(([, holds]) => holds).map(([pitfall]) => pitfall);
}
