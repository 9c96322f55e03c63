/** What the analyze page draws of whole files: profiles in the viewer, heap dumps as who holds what, Delve's stacks. */
import type { DelveEvidence } from '../analysis/index.ts';
import type { EvidenceFile } from '../exercises/index.ts';
import type { HeapFile } from './heap-reading.ts';
import type { ProfileFile } from './profile-answers.ts';
import type { Reading } from './reading.ts';

/** A file and what was read in it. */
export interface ReadFile {
  readonly file: EvidenceFile;
  readonly reading: Reading;
}

export class DeskPictures {
  readonly #place: HTMLElement;
  /** What is drawn: the same files are not drawn again when other text changes. */
  #drawn: readonly (string | Uint8Array)[] = [];

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  /** Draws profiles and dumps; other binary files go with a dump, since one may be the program that wrote it. */
  async show(read: readonly ReadFile[]): Promise<void> {
    const profiles = read.flatMap(profileOf);
    const hasDump = read.some(({ reading }) => has(reading, 'heapdump'));
    const heap = hasDump ? read.flatMap(({ file, reading }) => (has(reading, 'profile') ? [] : binaryOf(file))) : [];
    const sessions = read.flatMap(sessionsOf);
    const wanted = [...profiles, ...heap, ...sessions].map(({ content }) => content);
    if (wanted.length === this.#drawn.length && wanted.every((content, i) => content === this.#drawn[i])) return;
    this.#drawn = wanted;
    this.#place.replaceChildren();
    await Promise.all([this.#showProfiles(profiles), this.#showHeap(heap), this.#showSessions(sessions)]);
  }

  async #showProfiles(files: readonly ProfileFile[]): Promise<void> {
    if (files.length === 0) return;
    const { ProfileViewer } = await import('./profile-viewer.element.ts');
    const viewer = new ProfileViewer();
    this.#place.append(viewer);
    await viewer.open(files, { isLinked: true });
  }

  async #showHeap(files: readonly HeapFile[]): Promise<void> {
    if (files.length === 0) return;
    const { HeapPicture } = await import('./heap-picture.element.ts');
    const picture = new HeapPicture();
    this.#place.append(picture);
    await picture.open(files);
  }

  async #showSessions(sessions: readonly Session[]): Promise<void> {
    if (sessions.length === 0) return;
    const { DelvePanel } = await import('./delve-panel.element.ts');
    for (const [i, { delve, content }] of sessions.entries()) {
      const name = sessions.length === 1 ? 'the session' : `session ${i + 1}`;
      const panel = new DelvePanel({
        heading: 'h2',
        title: `The stack of ${name}`,
        session: name,
        readSource: () => undefined,
      });
      this.#place.append(panel);
      panel.showEvidence(delve, content);
    }
  }
}

/** A session with a stack, and the text it was read in. */
interface Session {
  readonly delve: DelveEvidence;
  readonly content: string;
}

/** A session without a stack has no picture. */
function sessionsOf({ file, reading }: ReadFile): readonly Session[] {
  const { content } = file;
  if (typeof content !== 'string') return [];
  return reading.found.flatMap(({ evidence }) =>
    evidence.kind === 'delve' && evidence.frames.length > 0 ? [{ delve: evidence, content }] : [],
  );
}

const has = ({ found }: Reading, kind: string): boolean => found.some(({ evidence }) => evidence.kind === kind);

const binaryOf = ({ source, content }: EvidenceFile): readonly HeapFile[] =>
  typeof content === 'string' ? [] : [{ source, content }];

/** A profile is a whole file, or those lines of a text that hold one. */
function profileOf({ file, reading }: ReadFile): readonly ProfileFile[] {
  return reading.found.flatMap(({ evidence }, i) => {
    if (evidence.kind !== 'profile') return [];
    if (typeof file.content !== 'string') return [file];
    const { from, to } = evidence.span;
    const content = file.content
      .split('\n')
      .slice(from - 1, to)
      .join('\n');
    const source = i === 0 ? file.source : `${file.source} (${i + 1})`;
    return [{ source, content: `${content}\n` }];
  });
}
