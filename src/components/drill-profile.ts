/** What a reader mixes up, and how each skill stands, as the drill's answers say. */
import { drillWords } from './drill-words.ts';
import type { ShownProfile } from './drill.worker.ts';
import { element } from './element.ts';
import { inlineCode } from './inline-code.ts';

/** What is said about a misreading, and where it is taught. */
export interface Teaching {
  readonly id: string;
  readonly text: string;
  readonly url: string;
  readonly title: string;
}

/** Fills the two lists of the profile. */
export function showProfile(place: HTMLElement, profile: ShownProfile, teachings: readonly Teaching[]): void {
  const answered = Object.values(profile.skills).some((skill) => skill.answered > 0);
  place.querySelector<HTMLElement>('.profile-empty')?.toggleAttribute('hidden', answered);
  place.querySelector('.profile-skills')?.replaceChildren(...skillItems(profile));
  place.querySelector('.profile-mistakes')?.replaceChildren(
    ...profile.mistakes.flatMap((mistake) => {
      const teaching = teachings.find(({ id }) => id === mistake.id);
      return teaching ? [mistakeItem(mistake, teaching)] : [];
    }),
  );
}

function skillItems({ skills }: ShownProfile): readonly HTMLElement[] {
  return Object.entries(skills).flatMap(([skill, { rating, answered, right }]) => {
    if (answered === 0) return [];
    const item = element('li');
    item.append(
      element('b', '', drillWords[skill as keyof typeof drillWords].many),
      ` ${right} of ${answered} right at once, ${standing(rating, answered)}.`,
    );
    return [item];
  });
}

/** Few answers say little. */
function standing(rating: number, answered: number): string {
  if (answered < 4) return 'too few to tell more';
  if (rating < 1050) return 'worth another look';
  if (rating < 1250) return 'coming along';
  return rating < 1450 ? 'steady' : 'sure, hard cases too';
}

function mistakeItem(
  { times, isOpen, avoidedSince }: ShownProfile['mistakes'][number],
  { text, url, title }: Teaching,
): HTMLElement {
  const item = element('li', isOpen ? '' : 'overcome');
  const words = element('span', 'mistake-words');
  words.append(...inlineCode(text));
  const count = times === 1 ? 'Once' : `${times} times`;
  const since = avoidedSince === 0 ? '' : isOpen ? `, ${avoidedSince} times right since` : ', overcome since';
  const link = element('a', '', title);
  link.href = url;
  const facts = element('span', 'small quiet', `${count}${since}. Taught in `);
  facts.append(link, '.');
  item.append(words, facts);
  return item;
}
