import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureSite } from '../../scripts/setup/build.ts';
import { dist } from '../../scripts/setup/paths.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built course, in a nested folder of a host that answers for files only. */
    siteUrl: string;
  }
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Serves the site as the plainest host would: nested folder, no directory index, no compression, no special headers. */
export default async function serveSite(project: TestProject): Promise<() => Promise<void>> {
  await ensureSite();
  const folder = await mkdtemp(join(tmpdir(), 'faultline-site-'));
  await cp(dist, join(folder, 'courses', 'go'), { recursive: true });
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    readFile(join(folder, path)).then(
      (body) =>
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body),
      () => response.writeHead(404).end('no such file'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('siteUrl', `http://localhost:${(server.address() as AddressInfo).port}/courses/go/`);
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  };
}
