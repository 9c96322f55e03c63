/** Opens and lays out profiles away from the page. It fetches nothing but its own code. */
import type { ProfileReply, ProfileRequest } from './profile-answers.ts';
import { ProfileDesk } from './profile-desk.ts';

const desk = new ProfileDesk();

self.addEventListener('message', ({ data }: MessageEvent<ProfileRequest>) => {
  const { id } = data;
  perform(data).then(
    (value) => self.postMessage({ id, value } satisfies ProfileReply),
    (error: unknown) =>
      self.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies ProfileReply),
  );
});

async function perform(request: ProfileRequest): Promise<unknown> {
  switch (request.task) {
    case 'open':
      return desk.open(request.files, request.sources);
    case 'table':
      return desk.table(request.settings);
    case 'flame':
      return desk.flame(request.settings, request.top, request.minWidth);
    case 'search':
      return desk.search(request.settings, request.text);
    case 'report':
      return desk.report(request.settings);
    case 'slopes':
      return desk.slopes(request.type);
    case 'graph': {
      const { stdout, stderr, status } = await desk.report({ ...request.settings, view: 'graph' });
      if (status !== 0) throw new Error(stderr.trim());
      const { instance } = await import('@viz-js/viz');
      return (await instance()).renderString(stdout, { format: 'svg' });
    }
  }
}
