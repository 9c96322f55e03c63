/** A small learning management system: it serves an unpacked package, launches it over scorm-again, and keeps what it commits. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { root } from '../../scripts/setup/paths.ts';
import type { ScormVersion } from '../../src/lms/index.ts';

/** What scorm-again sends when content commits. */
export interface Commit {
  readonly cmi: Readonly<Record<string, unknown>>;
}

/** The system at work. */
export interface LmsHost {
  /** The page that launches the package. */
  readonly launchUrl: string;
  readonly origin: string;
  /** In the order received. */
  readonly commits: readonly Commit[];
  /** True: commits are answered as if the login had run out. */
  refusesCommits: boolean;
  /** Enrolls a learner, who starts afresh; later launches start from what was committed last. */
  enroll(learner: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

const globals = {
  '1.2': ['Scorm12API', 'API', 'scorm12'],
  '2004': ['Scorm2004API', 'API_1484_11', 'scorm2004'],
} as const;

/** Serves `/content/…` from the zip, as hosts that know no type of a file do, and `/launch`, which opens it in a frame. */
export async function startLms(version: ScormVersion, zip: Uint8Array): Promise<LmsHost> {
  const files = unzipSync(zip);
  const [library, api, bundle] = globals[version];
  const script = readFileSync(join(root, 'node_modules', 'scorm-again', 'dist', `${bundle}.min.js`));
  const commits: Commit[] = [];
  let learner: Readonly<Record<string, unknown>> = {};
  const enroll = (given: typeof learner) => {
    learner = given;
    commits.length = 0;
  };
  const host = { commits, refusesCommits: false, enroll };
  const takeCommit = async (request: IncomingMessage): Promise<unknown> => {
    const body = await readBody(request);
    if (host.refusesCommits) return { result: false, errorCode: 101 };
    commits.push(JSON.parse(body) as Commit);
    return { result: true, errorCode: 0 };
  };
  const { origin, close } = await listen((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, body: string | Uint8Array) =>
      response.writeHead(200, { 'content-type': type }).end(body);
    if (pathname === '/scorm-again.js') send('text/javascript', script);
    else if (pathname === '/launch') send('text/html', launchPage(library, api, commits.at(-1)?.cmi ?? learner));
    else if (pathname === '/commit')
      void takeCommit(request).then((answer) => send('application/json', JSON.stringify(answer)));
    else sendContent(files, pathname, response);
  });
  return Object.assign(host, { origin, launchUrl: `${origin}/launch`, close });
}

/** Serves on a free port. */
export async function listen(respond: RequestListener): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, close };
}

/** A file of a package, below `/content/`. */
export function sendContent(files: Readonly<Record<string, Uint8Array>>, pathname: string, to: ServerResponse): void {
  const file = files[decodeURIComponent(pathname.replace('/content/', ''))];
  if (pathname === '/favicon.ico') to.writeHead(204).end();
  else if (file) to.writeHead(200, { 'content-type': typeOf(pathname) }).end(file);
  else to.writeHead(404).end('no such file');
}

function launchPage(library: string, api: string, start: unknown): string {
  return `<!doctype html><html lang="en"><head><title>LMS</title></head><body style="margin:0">
<script src="/scorm-again.js"></script>
<script>
  window.${api} = new ${library}({ autocommit: false, lmsCommitUrl: '/commit', sendFullCommit: true, logLevel: 5 });
  window.${api}.loadFromJSON({ cmi: ${JSON.stringify(start).replaceAll('<', '\\u003c')} }, '');
  window.calls = [];
  for (const name of ['SetValue', 'LMSSetValue']) window.${api}.on(name, (element, value) => calls.push([element, value]));
</script>
<iframe id="content" title="Content" src="/content/lms/index.html" style="width:100%;height:100vh;border:0"></iframe>
</body></html>`;
}

/** The body of a request as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function typeOf(path: string): string {
  const types: Readonly<Record<string, string>> = {
    html: 'text/html',
    css: 'text/css',
    js: 'text/javascript',
    svg: 'image/svg+xml',
  };
  return types[path.split('.').at(-1) ?? ''] ?? 'text/plain';
}
