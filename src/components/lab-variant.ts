/** A lab in a variant: what it starts with, and its files in the page before it is started. */
import { createVariant, type Variant } from '../exercises/index.ts';
import type { LabData } from './lab-data.ts';
import { chooseLabVariant } from './lesson-variants.ts';
import { varyWords } from './varied-words.ts';

/**
 * The variant of a lab; undefined where it can't be varied.
 *
 * @throws Error, fit to be read by learners, where the list at `url` does not load.
 */
export async function openLabVariant(url: string, seed: number): Promise<Variant | undefined> {
  const chosen = await chooseLabVariant(url, seed);
  return chosen && createVariant(chosen.program, seed);
}

/** What the lab fetched, as the variant has it: files, and what was recorded of them. */
export function varyLab(data: LabData, variant: Variant): LabData {
  return {
    ...data,
    files: variant.varyFiles(data.files),
    recordings: data.recordings.map(({ line, output, after, ...recording }) => ({
      ...recording,
      line: variant.toVaried(line),
      output: variant.varyOutput(output),
      ...(after && { after: after.map(variant.toVaried) }),
    })),
  };
}

/** Puts the variant's files where the page shows those of the lab, and its command on the button. */
export function showLabFiles(near: Element, variant: Variant): void {
  const lab = near.closest('article')?.querySelector('lab-terminal');
  if (!lab) return;
  for (const file of lab.querySelectorAll<HTMLDetailsElement>('.lab-sources details')) showFile(file, variant);
  varyWords(lab.querySelectorAll('.lab-run'), variant);
}

function showFile(file: HTMLDetailsElement, { program, fileNames, files }: Variant): void {
  const [name, text] = [file.querySelector('summary'), file.querySelector('pre')];
  if (!name || !text) return;
  const path = (file.dataset['file'] ??= name.textContent);
  if (program.files[path] === undefined) return;
  const base = path.slice(path.lastIndexOf('/') + 1);
  const varied = path.slice(0, path.length - base.length) + (fileNames.get(base) ?? base);
  name.textContent = varied;
  text.textContent = files[varied] ?? '';
  text.setAttribute('aria-label', varied);
}
