import { hostIO } from './host-io.ts';
import { runCommand } from './commands.ts';

process.exitCode = await runCommand(process.argv.slice(2), hostIO());
