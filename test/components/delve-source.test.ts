import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, type DelveEvidence } from '../../src/analysis/index.ts';
import { selectedFrame, sourceOf, sourcePaths, type SourceLine } from '../../src/components/delve-source.ts';

const lesson = join(import.meta.dirname, '../../content/lessons/11-delve-root-cause');
const session = readFileSync(join(lesson, 'recordings/session-go1.26.txt'), 'utf8');
const main = readFileSync(join(lesson, 'lab/main.go'), 'utf8').replaceAll(/ *\/\/ mark:[a-z0-9-]+/g, '');

async function delveOf(text: string): Promise<DelveEvidence> {
  const { evidence } = await analyze(text);
  const delve = evidence.find((one) => one.kind === 'delve');
  if (delve?.kind !== 'delve') throw new Error('no Delve session in it');
  return delve;
}

const hereIn = (lines: readonly SourceLine[]): SourceLine | undefined => lines.find(({ isHere }) => isHere);

describe('the source beside a frame', () => {
  it('is of the frame that was gone to last', async () => {
    expect(selectedFrame(await delveOf(session))?.index).toBe(11);
  });

  it('is of the frame that failed before the learner goes anywhere', async () => {
    const stackOnly = session.slice(0, session.indexOf('(dlv) frame 10'));
    const delve = await delveOf(stackOnly);
    expect(selectedFrame(delve)?.index).toBe(delve.crash?.frame);
  });

  it('is the same from the file as the session printed it', async () => {
    const delve = await delveOf(session);
    for (const index of [10, 11]) {
      const frame = delve.frames.find((one) => one.index === index);
      if (frame === undefined) throw new Error(`no frame ${index}`);
      const printed = sourceOf(frame, delve, session, () => undefined);
      const read = sourceOf(frame, delve, session, () => main);
      expect(hereIn(printed)?.number).toBe(frame.line);
      expect(printed.map(({ number, isHere }) => [number, isHere])).toEqual(
        read.map(({ number, isHere }) => [number, isHere]),
      );
      expect(printed.map(({ text }) => text.trim())).toEqual(read.map(({ text }) => text.trim()));
    }
  });

  it('is nothing where neither file nor session has it', async () => {
    const delve = await delveOf(session);
    const [raise] = delve.frames;
    expect(raise && sourceOf(raise, delve, session, () => undefined)).toEqual([]);
  });

  it.each([
    ['./main.go', ['/home/gopher/shop/main.go']],
    ['shop/main.go', ['/home/gopher/shop/shop/main.go', '/home/gopher/shop/main.go']],
    ['runtime/proc.go', ['/home/gopher/shop/runtime/proc.go']],
    ['/usr/local/go/src/runtime/proc.go', ['/usr/local/go/src/runtime/proc.go']],
  ])('is looked for by %s where a lab may have it', (file, paths) => {
    expect(sourcePaths(file, '/home/gopher/shop', 'shop')).toEqual(paths);
  });
});
