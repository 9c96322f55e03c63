/** The viewer that `go tool pprof -http` opens: below the terminals, on the files of the lab. */
import type { Lab, ViewedProfiles } from '../sandbox/index.ts';
import { make, makeButton } from './lab-elements.ts';
import { ProfileViewer } from './profile-viewer.element.ts';

const id = 'lab-profile';

/** Shows the profiles at the end of the lab and returns the address of that place. */
export async function showLabProfiles(desk: HTMLElement, lab: Lab, { files, mode }: ViewedProfiles): Promise<string> {
  const before = document.activeElement;
  document.getElementById(id)?.remove();
  const section = make('section', 'lab-profile');
  section.id = id;
  section.setAttribute('aria-label', 'Profile viewer');
  const close = makeButton('Close the viewer', () => {
    section.remove();
    if (before instanceof HTMLElement) before.focus();
  });
  const viewer = new ProfileViewer();
  section.append(viewer, close);
  desk.append(section);
  const [file, base] = files;
  await viewer.open(files, {
    settings: { view: 'flame', file: file?.source ?? '', base: base?.source ?? '', mode },
    sources: sourcesOf(lab),
  });
  section.scrollIntoView({ block: 'nearest' });
  return `${location.href.replace(/#.*$/, '')}#${id}`;
}

/** The lab's Go files by path, for the Source view. */
function sourcesOf({ files, folder }: Lab): Readonly<Record<string, string>> {
  const paths = files.walk(folder).filter((path) => path.endsWith('.go'));
  return Object.fromEntries(paths.map((path) => [path, files.readText(path) ?? '']));
}
