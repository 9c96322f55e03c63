/** What assignments ask for, said where it is done: loading this writes it into the page. */
import { loadAssignments, type AssignmentRecord } from './assignment-store.ts';
import { element } from './element.ts';

const here = document.querySelector<HTMLElement>('.asked-in');
if (here) void noteAssignments(here);

/** Names the assignments in `place`; on the page of a lesson, beside each exercise those that ask for it. */
async function noteAssignments(place: HTMLElement): Promise<void> {
  const page = place.dataset['href'] ?? '';
  const records = (await loadAssignments()).toSorted((a, b) => b.opened - a.opened);
  const sheets = document.querySelectorAll<HTMLElement>('section[data-exercise]');
  for (const sheet of sheets) note(sheet, records, page);
  if (sheets.length === 0) place.replaceChildren(...lines(records, page));
}

function note(sheet: HTMLElement, records: readonly AssignmentRecord[], page: string): void {
  for (const record of records) {
    const item = record.assignment.items.find(({ exercise }) => exercise === sheet.dataset['exercise']);
    if (!item) continue;
    const line = element('p', 'small asked-in', 'Asked in ');
    line.append(linkTo(record, page), `, ${item.points} points.`);
    if (!record.assignment.hints) line.append(' Without hints.');
    if (record.assignment.variants === 'own' && sheet.closest('[data-varied]'))
      line.append(' In your own variant, which opening the assignment sets.');
    sheet.querySelector('.kicker')?.after(line);
  }
}

function lines(records: readonly AssignmentRecord[], page: string): readonly HTMLElement[] {
  return records.slice(0, 3).map((record) => {
    const line = element('p', 'asked-in', 'Your assignment: ');
    line.append(linkTo(record, page));
    const { due } = record.assignment;
    if (due !== undefined)
      line.append(`, due ${new Date(due).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}`);
    return line;
  });
}

function linkTo({ id, assignment }: AssignmentRecord, page: string): HTMLAnchorElement {
  const link = element('a', '', assignment.title);
  link.href = `${page}#${encodeURIComponent(id)}`;
  link.dir = 'auto';
  return link;
}
