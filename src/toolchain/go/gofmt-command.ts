import { resolvePath } from '../files/index.ts';
import { readAll } from '../process/index.ts';
import type { Command } from '../process/index.ts';
import type { RunTool } from './tool.ts';

/**
 * Returns gofmt itself: `gofmt [-d] [-l] [-w] [-s] [-r rule] [-e] [path …]`, standard input without paths.
 *
 * @example createGofmtCommand(runTool).run({ ...context, args: ['-l', '.'] })
 */
export function createGofmtCommand(runTool: RunTool): Command {
  return {
    name: 'gofmt',
    summary: "print Go source in gofmt's form (-l lists, -w writes, -d shows the difference)",
    async run(context) {
      const { args, cwd, files, stdin, stdout, stderr } = context;
      const named = args.filter((arg) => !arg.startsWith('-')).map((arg) => resolvePath(cwd, arg));
      const paths = [...new Set(named.flatMap((path) => files.walk(path).filter((file) => file.endsWith('.go'))))];
      const result = await runTool({
        tool: 'gofmt',
        args,
        cwd,
        files: paths.map((path) => [path, files.readFile(path)?.slice() ?? ''] as const),
        exports: [],
        objects: [],
        race: false,
        outputs: paths,
        ...(named.length === 0 ? { stdin: await readAll(stdin) } : {}),
      });
      stdout.write(result.stdout);
      stderr.write(result.stderr);
      if (args.includes('-w')) {
        for (const [index, path] of paths.entries()) {
          const formatted = result.outputs[index];
          if (formatted !== undefined) files.writeFile(path, formatted);
        }
      }
      return result.status;
    },
  };
}
