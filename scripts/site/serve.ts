import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';

export interface SiteServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What a plain static host does: files as they lie, precompressed neighbours where the browser accepts them. */
export function serveFolder(folder: string, port = 0, host = 'localhost'): Promise<SiteServer> {
  const files = sirv(folder, { etag: true, brotli: true, gzip: true, dotfiles: false, setHeaders });
  const page = join(folder, '404.html');
  const missing = existsSync(page) ? readFileSync(page) : 'Not found';
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(missing);
    }),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve({ url: addressOf(server, host), close: () => closeServer(server) }));
  });
}

/** Names with a content hash never change; everything else is asked for again. */
function setHeaders(response: { setHeader: (name: string, value: string) => void }, pathname: string): void {
  const isHashed = /\/(?:_astro|toolchain)\/.*[.-][\w-]{8,}\.\w+$/.test(pathname);
  response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function addressOf(server: Server, host: string): string {
  return `http://${host}:${(server.address() as AddressInfo).port}/`;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
