/** Makes a package away from the page. It reads files of its own site alone. */
import {
  makePackage,
  packageSources,
  parseFileList,
  type LaunchWish,
  type LmsCourse,
  type MadePackage,
  type SiteFile,
} from '../lms/index.ts';

/** What the page asks for. */
export interface ExportRequest {
  /** Absolute URL of the site's root. */
  readonly root: string;
  readonly wish: LaunchWish;
}

/** How far it is, and at last the package. */
export type ExportReply = { readonly read: number; readonly total: number } | { readonly made: MadePackage };

const parallelReads = 6;

self.addEventListener('message', ({ data }: MessageEvent<ExportRequest>) => {
  make(data).then(reply, (error: unknown) =>
    reply({ problem: error instanceof Error ? error.message : String(error) }),
  );
});

function reply(made: MadePackage): void {
  self.postMessage({ made } satisfies ExportReply);
}

async function make({ root, wish }: ExportRequest): Promise<MadePackage> {
  const list = parseFileList(await read(root, packageSources.files));
  const course = JSON.parse(new TextDecoder().decode(await read(root, packageSources.course))) as LmsCourse;
  const waiting = list.map(({ path }) => path);
  const files: SiteFile[] = [];
  const next = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      files.push({ path, content: await read(root, path) });
      self.postMessage({ read: files.length, total: list.length } satisfies ExportReply);
    }
  };
  await Promise.all(Array.from({ length: parallelReads }, next));
  return makePackage(course, list, files, wish);
}

async function read(root: string, path: string): Promise<Uint8Array> {
  const url = new URL(path.split('/').map(encodeURIComponent).join('/'), root);
  const response = await fetch(url).catch(() => undefined);
  if (!response) throw new Error(`${path} could not be loaded: check the network, then try again.`);
  if (!response.ok) throw new Error(`${path} could not be loaded: the server answered ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}
