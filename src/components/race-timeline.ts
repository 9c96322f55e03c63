/** A reported race in words, event by event, and what a report cannot tell of it. */
import type { RaceEvidence } from '../analysis/index.ts';
import { raceTimeline } from '../analysis/race/index.ts';
import { element } from './element.ts';

/** Returns the timeline of a report as a list that opens on demand. */
export function renderTimeline(race: RaceEvidence): HTMLElement {
  const details = element('details', 'race-timeline');
  const list = element('ol');
  list.append(...raceTimeline(race).text.map((sentence) => element('li', '', capital(sentence))));
  const limit =
    'A report names the two accesses and where their goroutines were started. Locks and channels between them, clocks ' +
    'and the order of the starts are not printed: to see those, the program has to run here, under “Try a race” or in a lab.';
  details.append(element('summary', '', 'The same in words'), list, element('p', 'small quiet', limit));
  return details;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
