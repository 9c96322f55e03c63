/** `<heap-picture>`: who holds what in a heap dump, drawn and as tables. `open` gives it files. */
import pictureStyles from '../styles/picture.css?inline';
import styles from '../styles/profile.css?inline';
import { element } from './element.ts';
import type { HeapAnswer, HeapFile, HeapGrowth, HeapNode, HeapSlice } from './heap-reading.ts';
import { drawSlice, wordsForPart } from './heap-slice-picture.ts';
import { drawHolders } from './heap-tree-picture.ts';
import type { HeapReply } from './heap.worker.ts';
import { toSvg } from './svg.ts';

const sheets = [pictureStyles, styles].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});

export class HeapPicture extends HTMLElement {
  readonly #status = element('p', 'small quiet');
  readonly #content = element('div');
  #worker: Worker | undefined;

  connectedCallback(): void {
    if (this.childElementCount > 0) return;
    document.adoptedStyleSheets.push(...sheets.filter((sheet) => !document.adoptedStyleSheets.includes(sheet)));
    this.#status.setAttribute('role', 'status');
    this.append(this.#status, this.#content);
  }

  disconnectedCallback(): void {
    this.#worker?.terminate();
  }

  /** Reads and draws these files: dumps, and the program that wrote them. Rejects never. */
  async open(files: readonly HeapFile[]): Promise<void> {
    const megabytes = (files.reduce((sum, { content }) => sum + content.length, 0) / 1e6).toFixed(1);
    this.setAttribute('aria-busy', 'true');
    this.#content.replaceChildren();
    const progress = element('progress');
    progress.setAttribute('aria-label', 'Reading the heap dump');
    const stop = element('button', 'plain', 'Cancel');
    stop.type = 'button';
    this.#status.replaceChildren(`Finding who holds what in ${megabytes} MB… `, progress, ' ', stop);
    const reply = await this.#ask(files, stop);
    this.removeAttribute('aria-busy');
    if ('error' in reply) return void this.#status.replaceChildren(reply.error);
    this.#status.replaceChildren(`${reply.value.title}.`);
    this.#draw(reply.value);
  }

  #ask(files: readonly HeapFile[], stop: HTMLButtonElement): Promise<HeapReply> {
    this.#worker?.terminate();
    const worker = new Worker(new URL('./heap.worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    return new Promise<HeapReply>((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<HeapReply>) => resolve(data));
      worker.addEventListener('error', ({ message }) =>
        resolve({ error: `The dump could not be read: ${message || 'the reader did not load'}. Reload the page.` }),
      );
      stop.addEventListener('click', () => resolve({ error: 'Canceled.' }));
      worker.postMessage(files);
    }).finally(() => worker.terminate());
  }

  #draw(answer: HeapAnswer): void {
    const width = Math.min(720, Math.max(320, this.clientWidth));
    const { nodes, leftOut, slices, growth, problems } = answer;
    this.#content.append(...problems.map((text) => element('p', 'diagnostic warning', text)));
    this.#content.append(element('h2', '', 'Who holds the memory'));
    if (nodes.length > 0) {
      const key =
        'The bar is what hangs below, filled as far as it would be freed with the node. Round: a root. Square: objects.';
      this.#content.append(element('p', 'small quiet', key), toSvg(drawHolders(nodes, width)));
      this.#content.append(element('p', 'small quiet', leftOut === '' ? 'Nothing is left out.' : leftOut));
      this.#content.append(folded('The same as a table', holderTable(nodes)));
    } else this.#content.append(element('p', '', 'No root of this dump reaches an object.'));
    if (slices.length > 0) this.#content.append(element('h2', '', 'Slices that keep more than they use'));
    this.#content.append(...slices.flatMap((slice) => sliceParts(slice, width)));
    if (growth.length > 0) this.#content.append(element('h2', '', 'What grew between the dumps'), growthTable(growth));
  }
}

function folded(summary: string, content: HTMLElement): HTMLDetailsElement {
  const details = element('details');
  details.append(element('summary', '', summary), content);
  return details;
}

function holderTable(nodes: readonly HeapNode[]): HTMLElement {
  return tableOf(
    'Who holds the memory',
    ['Holds', 'Keeps alone', 'Level', 'Holder'],
    nodes.map(({ held, retained, depth, words }) => [held, retained, String(depth), words]),
  );
}

function growthTable(growth: readonly HeapGrowth[]): HTMLElement {
  return tableOf(
    'What grew between the dumps',
    ['Growth', 'Before', 'After', 'Held by, allocated by'],
    growth.map(({ change, before, after, root, allocatedAt }) => [
      change,
      before,
      after,
      allocatedAt === '' ? root : `${root} ← ${allocatedAt}`,
    ]),
  );
}

function sliceParts(slice: HeapSlice, width: number): readonly Node[] {
  const rows = slice.parts.map((part) => [
    String(part.from),
    String(part.to),
    String(part.to - part.from),
    wordsForPart(part),
  ]);
  return [
    element('h3', '', slice.title),
    toSvg(drawSlice(slice, width)),
    element('p', 'small', `${slice.text} ${slice.sum}`),
    folded('The same as a table', tableOf(slice.title, ['From byte', 'To byte', 'Bytes', 'Part'], rows)),
  ];
}

/** A table whose last column names the row. */
function tableOf(caption: string, titles: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const [frame, table, head, body] = [element('div', 'scroll-x'), element('table'), element('thead'), element('tbody')];
  const titleRow = element('tr');
  titleRow.append(...titles.map((title) => Object.assign(element('th', '', title), { scope: 'col' })));
  head.append(titleRow);
  for (const cells of rows) {
    const row = element('tr');
    row.append(
      ...cells.slice(0, -1).map((cell) => element('td', 'figures', cell)),
      Object.assign(element('th', '', cells.at(-1)), { scope: 'row' }),
    );
    body.append(row);
  }
  table.append(element('caption', 'visually-hidden', caption), head, body);
  frame.append(table);
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', caption);
  return frame;
}

if (!customElements.get('heap-picture')) customElements.define('heap-picture', HeapPicture);
