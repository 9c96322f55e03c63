// `npm start`: builds what is missing and serves the course.
import { serveFolder } from '../site/serve.ts';
import { ensureSite, ensureToolchain } from './build.ts';
import { dist } from './paths.ts';

const port = Number(process.env['PORT'] ?? 4321);

ensureToolchain();
await ensureSite();
const { url } = await serveFolder(dist, port).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return serveFolder(dist);
});
console.log(`Faultline is at ${url} (Ctrl-C stops it)`);
