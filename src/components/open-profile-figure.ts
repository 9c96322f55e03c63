/** Puts the viewer in the place of a lesson's table, with the same files and settings. */
import { ProfileViewer } from './profile-viewer.element.ts';
import { profileViews, type ProfileSettings } from './profile-settings.ts';

export async function openFigure(figure: HTMLElement): Promise<void> {
  const { names = '', src = '', base = '', view, ...rest } = figure.dataset;
  const sources = names.split(' ');
  const folder = src.slice(0, src.length - (sources[0] ?? '').length);
  const files = await Promise.all(
    sources.map(async (source) => {
      const response = await fetch(new URL(folder + source, document.baseURI));
      if (!response.ok) throw new Error(`${source}: status ${response.status}`);
      return { source, content: new Uint8Array(await response.arrayBuffer()) };
    }),
  );
  const viewer = new ProfileViewer();
  figure.replaceChildren(viewer);
  await viewer.open(files, {
    settings: {
      base,
      file: sources[0] ?? '',
      view: profileViews.find((one) => one === view) ?? 'table',
      ...(rest as Pick<ProfileSettings, 'mode' | 'type' | 'sort'>),
    },
  });
  viewer.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
}
