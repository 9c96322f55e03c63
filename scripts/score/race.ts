import type { Evidence, RaceAccess, RaceCreation, RaceEvidence } from '../../src/analysis/index.ts';
import type { Score, Truth, TruthSite } from './score.ts';

interface TruthAccess extends TruthSite {
  readonly kind: string;
  readonly goroutine?: number | 'main';
  readonly stackLost?: boolean;
}

interface TruthRace {
  readonly a: TruthAccess;
  readonly b: TruthAccess;
  readonly class?: string;
  readonly createdA?: TruthSite & { state?: string };
  readonly createdB?: TruthSite & { state?: string };
}

/** Every printed report: both accesses with goroutine and place, both creations, the class. */
export function scoreRaces(score: Score, evidence: readonly Evidence[], truth: Truth): void {
  const reports = evidence.filter((one): one is RaceEvidence => one.kind === 'race');
  const races = (truth['races'] ?? []) as readonly TruthRace[];
  const expected = truth.visible?.['reports'] ?? truth['reports'];
  if (truth['complete'] === true) score.equal('reports', reports.length, expected);
  races.forEach((race, index) => scoreRace(score, index, reports[index], race));
}

function scoreRace(score: Score, index: number, said: RaceEvidence | undefined, race: TruthRace): void {
  const shown = [score.shows(`races.${index}.a`), score.shows(`races.${index}.b`)];
  if (said === undefined) {
    if (shown.includes(true)) score.missing(`races.${index}`);
    return;
  }
  if (shown[0] === true) scoreAccess(score, `races.${index}.a`, said.accesses[0], race.a);
  if (shown[1] === true) scoreAccess(score, `races.${index}.b`, said.accesses.at(-1), race.b);
  if (shown.includes(false)) return;
  score.equal(`races.${index}.class`, said.class, race.class, said.likely?.includes('class') === true);
  scoreCreation(score, `races.${index}.createdA`, said.created, race.a.goroutine, race.createdA);
  scoreCreation(score, `races.${index}.createdB`, said.created, race.b.goroutine, race.createdB);
}

function scoreAccess(score: Score, name: string, said: RaceAccess | undefined, truth: TruthAccess): void {
  if (said === undefined) return score.missing(name);
  const isLikely = said.confidence === 'likely';
  score.equal(`${name}.op`, said.op, truth.kind, isLikely);
  score.equal(`${name}.goroutine`, said.goroutine, truth.goroutine, isLikely);
  score.site(name, said.site, truth.stackLost === true ? { ...truth, printed: false } : truth);
}

function scoreCreation(
  score: Score,
  name: string,
  created: readonly RaceCreation[],
  goroutine: number | 'main' | undefined,
  truth: (TruthSite & { state?: string }) | undefined,
): void {
  if (truth === undefined) return;
  const said = created.find((one) => one.goroutine === goroutine) ?? created.find((one) => one.site !== undefined);
  score.site(name, said?.site, truth);
  score.equal(`${name}.state`, said?.state, truth.state, said?.confidence === 'likely');
}
