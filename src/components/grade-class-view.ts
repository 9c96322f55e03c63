/** What the class as a whole shows: how hard each exercise was, what was misread, whose evidence has what in common. */
import { misconceptions } from '../exercises/index.ts';
import {
  clustersOf,
  itemStatistics,
  readSubmission,
  signsIn,
  type EvidenceCluster,
  type ItemStatistics,
  type SubmittedAttempt,
} from '../gradebook/index.ts';
import { element } from './element.ts';
import { formatSize } from './evidence-box.ts';
import { learnerName, type GradeBook } from './grade-book.ts';
import { inlineCode } from './inline-code.ts';

export function drawItems(book: GradeBook): HTMLTableElement {
  const table = element('table', 'small figures statistics');
  const head = table.createTHead().insertRow();
  for (const [title, name] of [
    ['Exercise', ''],
    ['Answered', 'number'],
    ['Earned', 'number'],
    ['Discrimination', 'number'],
    ['Misreadings', ''],
  ] as const) {
    const cell = element('th', name, title);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = table.createTBody();
  for (const item of itemStatistics(book.graded, book.columns)) body.append(drawItem(book, item));
  return table;
}

function drawItem(book: GradeBook, item: ItemStatistics): HTMLTableRowElement {
  const row = element('tr');
  const name = element('th');
  name.scope = 'row';
  name.append(
    ...inlineCode(book.exercises.get(item.exercise)?.prompt ?? ''),
    element('br'),
    element('code', 'small', item.exercise),
  );
  const readings = element('td');
  const list = element('ul', 'plain-list');
  for (const { id, learners } of item.misconceptions) {
    const entry = element('li');
    entry.append(`${learners} × `, ...inlineCode(misconceptions[id]), ' ', element('code', 'quiet', id));
    list.append(entry);
  }
  if (item.misconceptions.length > 0) readings.append(list);
  row.append(
    name,
    element('td', 'number', `${item.answered} of ${book.graded.length}`),
    element('td', 'number', item.answered === 0 ? '' : `${Math.round(item.meanShare * 100)} %`),
    element('td', 'number', item.discrimination?.toFixed(2) ?? 'not defined'),
    readings,
  );
  return row;
}

/** A cluster is drawn with at most so many outputs beside each other; the others are named. */
const mostBeside = 6;

export function drawClusters(book: GradeBook, onOpen: (source: string) => void): readonly HTMLElement[] {
  return clustersOf(book.graded).map((cluster) => drawCluster(book, cluster, onOpen));
}

function drawCluster(book: GradeBook, cluster: EvidenceCluster, onOpen: (source: string) => void): HTMLElement {
  const files = cluster.sources.map((source) => ({ source, evidence: evidenceOf(book, source, cluster.exercise) }));
  const counts = new Map<string, number>();
  for (const { evidence } of files) {
    const signs = new Set(
      evidence.flatMap(({ encoding, content }) => (encoding === 'text' ? [...signsIn(content).keys()] : [])),
    );
    for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  const shared = [...counts].filter(([, count]) => count > 1).map(([sign]) => sign);
  const section = element('section', 'cluster');
  const heading = element('h4', '', `${cluster.sources.length} files, `);
  heading.append(element('code', '', cluster.exercise));
  const beside = element('div', 'beside');
  beside.append(...files.slice(0, mostBeside).map((file) => drawSide(book, cluster.exercise, file, shared, onOpen)));
  section.append(heading);
  if (shared.length > 0)
    section.append(
      element('p', 'small', `In common: ${shared.slice(0, 8).join(', ')}${shared.length > 8 ? ', …' : ''}`),
    );
  section.append(beside);
  if (files.length > mostBeside)
    section.append(
      element(
        'p',
        'small',
        `And in ${files
          .slice(mostBeside)
          .map(({ source }) => source)
          .join(', ')}.`,
      ),
    );
  return section;
}

function evidenceOf(
  book: GradeBook,
  source: string,
  exercise: string,
): readonly SubmittedAttempt['evidence'][number][] {
  const read = readSubmission(book.contentOf(source));
  if ('problem' in read) return [];
  const attempts = read.submission.items.filter((item) => item.exercise === exercise).flatMap((item) => item.attempts);
  return [...new Map(attempts.flatMap(({ evidence }) => evidence).map((file) => [file.content, file])).values()];
}

function drawSide(
  book: GradeBook,
  exercise: string,
  { source, evidence }: { readonly source: string; readonly evidence: readonly SubmittedAttempt['evidence'][number][] },
  shared: readonly string[],
  onOpen: (source: string) => void,
): HTMLElement {
  const figure = element('figure', 'raw');
  const caption = element('figcaption', 'small');
  const one = book.graded.find((found) => found.source === source);
  const button = element('button', 'plain', one ? learnerName(one) : source);
  button.type = 'button';
  button.dir = 'auto';
  button.addEventListener('click', () => onOpen(source));
  caption.append(button, element('span', 'quiet', ` ${source}`));
  figure.append(caption);
  for (const [i, { encoding, content }] of evidence.entries()) {
    if (encoding === 'base64') {
      figure.append(element('p', 'small quiet', `A binary file, ${formatSize(Math.floor((content.length * 3) / 4))}`));
      continue;
    }
    const pre = element('pre');
    pre.tabIndex = 0;
    pre.setAttribute('role', 'region');
    pre.setAttribute(
      'aria-label',
      `Evidence ${i + 1} of ${one ? learnerName(one) : source} for ${exercise}, ${source}`,
    );
    pre.append(...marked(content.slice(0, 20_000), shared));
    figure.append(pre);
  }
  return figure;
}

/** The text with what is shared marked. */
function marked(text: string, shared: readonly string[]): readonly (Node | string)[] {
  const hits = shared
    .flatMap((sign) => {
      const found: { readonly from: number; readonly to: number }[] = [];
      for (let at = text.indexOf(sign); at >= 0 && found.length < 200; at = text.indexOf(sign, at + sign.length))
        found.push({ from: at, to: at + sign.length });
      return found;
    })
    .sort((a, b) => a.from - b.from);
  const parts: (Node | string)[] = [];
  let done = 0;
  for (const { from, to } of hits) {
    if (from < done) continue;
    parts.push(text.slice(done, from), element('mark', '', text.slice(from, to)));
    done = to;
  }
  return [...parts, text.slice(done)];
}
