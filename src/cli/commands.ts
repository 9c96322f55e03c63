import { usageStatus, type CliCommand, type CliIO } from './io.ts';

/** Commands are loaded when they are called: `analyze` of a small file should not wait for the sandbox's code. */
const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  analyze: () => import('./analyze.ts'),
  coreholders: () => import('./coreholders.ts'),
  'demo-class': () => import('./demo-class.ts'),
  export: () => import('./export.ts'),
  grade: () => import('./grade.ts'),
  heapdump: () => import('./heapdump.ts'),
  lab: () => import('./lab.ts'),
  lessons: () => import('./lessons.ts'),
  pprof: () => import('./pprof.ts'),
};

/** Runs one call of `faultline` and returns its exit status. */
export async function runCommand(args: readonly string[], io: CliIO): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.stdout(await formatHelp());
    return name === undefined ? usageStatus : 0;
  }
  const load = commands[name];
  if (load === undefined) {
    const { nearestName } = await import('../toolchain/shell/index.ts');
    const near = nearestName(name, Object.keys(commands));
    io.stderr(
      `faultline: there is no command '${name}'${near ? `; did you mean '${near}'?` : ''} 'faultline help' lists them.\n`,
    );
    return usageStatus;
  }
  const command = await load();
  if (rest.includes('--help') && !rest.includes('--')) {
    io.stdout(`${command.summary}\n\nusage: ${command.usage}\n`);
    return 0;
  }
  return command.run(rest, io);
}

async function formatHelp(): Promise<string> {
  const rows = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(12)} ${(await load()).summary}\n`),
  );
  return `usage: faultline COMMAND [WORDS]\n\n${rows.join('')}\n'faultline COMMAND --help' shows what a command takes.\n`;
}
