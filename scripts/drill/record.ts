/** Records the drill's own cases again, as `lessons record` does for lessons: `node scripts/drill/record.ts [--write]`. */
import { recordLessons } from '../../src/cli/lessons/record.ts';
import { drillFolder } from './sources.ts';

const io = {
  env: process.env,
  isInteractive: false,
  stdout: (data: string | Uint8Array) => void process.stdout.write(data),
  stderr: (text: string) => void process.stderr.write(text),
  readStdin: () => Promise.resolve(new Uint8Array()),
};

process.exitCode = await recordLessons(['01-cases', ...process.argv.slice(2)], io, drillFolder);
