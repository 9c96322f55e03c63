import type { DelveEvidence, DelveVariable, Evidence } from '../../src/analysis/index.ts';
import type { Score, Truth, TruthSite } from './score.ts';

interface TruthKey {
  readonly path: string;
  readonly frame: number;
  readonly values?: readonly string[];
  readonly unreadable?: readonly string[];
  readonly alternatives?: readonly { readonly path: string; readonly frame: number; readonly value: string }[];
}

/** A Delve transcript: what its text shows of the crash, the value that explains it, and the commands typed. */
export function scoreDelve(score: Score, evidence: readonly Evidence[], truth: Truth): void {
  const shown = (truth['shows'] ?? {}) as Readonly<Record<string, boolean>>;
  const delve = evidence.find((one): one is DelveEvidence => one.kind === 'delve');
  if (delve === undefined) {
    if (Object.values(shown).includes(true)) score.missing('delve');
    return;
  }
  if (shown['fault'] === true) scoreCrash(score, delve, truth);
  scoreKey(score, delve, truth['key'] as TruthKey | undefined, shown['key'] === true);
  const typed = (truth['commands'] as readonly string[]).filter((command) => !command.startsWith('transcript'));
  if (delve.form === 'echoed') {
    score.equal('commands', delve.commands.map(({ command }) => command).join('; '), typed.join('; '));
  }
}

function scoreCrash(score: Score, { crash }: DelveEvidence, truth: Truth): void {
  if (crash === undefined) return score.missing('crash');
  const isLikely = crash.confidence === 'likely';
  const goroutines = (truth['goroutines'] ?? [truth['goroutine']]) as readonly unknown[];
  if (crash.goroutine !== undefined && !goroutines.includes(crash.goroutine)) {
    score.equal('crash.goroutine', crash.goroutine, truth['goroutine'], isLikely);
  }
  score.equal('crash.frame', crash.frame, truth['faultFrame'], isLikely);
  score.site('crash.site', crash.site, truth['fault'] as TruthSite);
}

/** The value that gives the cause away: seen, in the right frame, and an unreadable one never taken for nil. */
function scoreKey(score: Score, { variables }: DelveEvidence, key: TruthKey | undefined, shown: boolean): void {
  if (key === undefined) return;
  for (const variable of variables) {
    if (key.unreadable?.includes(variable.value) === true)
      score.must('unreadable is not nil', variable.isNil === undefined);
  }
  if (!shown) return;
  const wanted = [
    ...(key.values ?? []).map((value) => ({ path: key.path, frame: key.frame, value })),
    ...(key.alternatives ?? []),
  ];
  const seen = wanted.flatMap((one) => variables.filter((variable) => shows(variable, one)));
  if (seen.length === 0) score.missing('key');
}

function shows(variable: DelveVariable, wanted: { readonly path: string; readonly value: string }): boolean {
  if (variable.expression !== undefined && variable.expression !== wanted.path) return false;
  if (variable.value === wanted.value) return true;
  const open = wanted.value.indexOf('{');
  return wanted.value.endsWith('…}') && open >= 0 && variable.value.startsWith(wanted.value.slice(0, open + 1));
}
