/** Facts of race reports and of Delve sessions. */
import type { DelveEvidence, RaceEvidence } from '../analysis/index.ts';
import { code, count, firstLine, placeOf, siteFact, type Fact } from './fact.ts';

export function raceFacts(race: RaceEvidence): readonly Fact[] {
  const accesses = race.accesses.map(({ op = 'access', goroutine, site, at, restored }, i) => {
    const who = goroutine === 'main' ? 'the main goroutine' : `goroutine ${goroutine ?? '?'}`;
    const where = site === undefined ? missing(restored) : placeOf(site);
    return { term: i === 0 ? `This ${op}` : `Raced with a ${op}`, text: `${where}, by ${who}`, at: site?.at ?? at };
  });
  const created = race.created.map(({ goroutine, state, site, at }) => {
    const text = (site === undefined ? 'not printed' : placeOf(site)) + (state === undefined ? '' : `, ${state}`);
    return { term: `Goroutine ${goroutine ?? '?'} created`, text, at: site?.at ?? at };
  });
  const kind = race.class === undefined ? [] : [classFact(race)];
  return [...accesses, ...created, ...kind];
}

function missing(restored: boolean): string {
  return restored ? 'no line of yours is printed' : 'the detector had lost the stack';
}

function classFact(race: RaceEvidence): Fact {
  const isLikely = race.likely?.includes('class') ?? false;
  return { term: 'What is shared', text: (race.class ?? '').replaceAll('-', ' '), isLikely };
}

export function delveFacts(delve: DelveEvidence): readonly Fact[] {
  const { crash, variables, commands, errors } = delve;
  const facts: Fact[] = crash === undefined ? [] : [siteFact(`Frame ${crash.frame}, where it went wrong`, crash.site)];
  facts.push({ term: 'Commands', text: commands.length === 0 ? 'not in the text' : count(commands.length, 'command') });
  for (const { expression = 'a value', value, at } of variables.slice(0, 12)) {
    facts.push({ term: 'Seen', text: `${code(expression)} = ${code(firstLine(value))}`, at });
  }
  for (const { message = 'a command failed', at } of errors.slice(0, 4))
    facts.push({ term: 'Failed', text: message, at });
  return facts;
}
