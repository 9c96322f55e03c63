/** Shows what a lab's Delve session has found beside its terminals, from the first `dlv core` on. */
import type { Lab, Recorder } from '../sandbox/index.ts';
import type { DelvePanel } from './delve-panel.element.ts';
import { sourcePaths, type ReadSource } from './delve-source.ts';

const startsDelve = /^(?:\w+=\S* )*dlv +core\b/;

/** Returns what a lab's terminals tell of each change of a command; the panel is loaded when it is needed. */
export function delveBeside(place: HTMLElement, lab: Lab): (recorder: Recorder) => void {
  let panel: Promise<DelvePanel> | undefined;
  const open = async (): Promise<DelvePanel> => {
    const { DelvePanel: Panel } = await import('./delve-panel.element.ts');
    const made = new Panel({
      heading: 'h3',
      title: 'The stack, as far as you asked',
      session: 'the session',
      readSource: sourcesOf(lab),
    });
    place.append(made);
    return made;
  };
  return (recorder) => {
    if (!startsDelve.test(recorder.line)) return;
    panel ??= open();
    void panel.then((opened) => opened.follow(() => recorder.record.text));
  };
}

/** The lab's sources as given, since a core fits those, then as they stand. */
function sourcesOf({ files, folder }: Lab): ReadSource {
  const module = /^module\s+(\S+)/m.exec(files.readText(`${folder}/go.mod`) ?? '')?.[1] ?? '';
  return (file) => {
    for (const path of sourcePaths(file, folder, module)) {
      const base = files.readBase(path);
      const text = base === undefined ? files.readText(path) : new TextDecoder().decode(base);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}
