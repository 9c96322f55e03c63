import type { Command, CommandContext } from '../process/index.ts';
import { createBuilder } from './builder.ts';
import type { Builder } from './builder.ts';
import { UsageError } from './flags.ts';
import { goBuild, goRun } from './go-build.ts';
import { goMod } from './go-mod-command.ts';
import { goEnv, goVersion } from './go-env.ts';
import { goTest } from './go-test.ts';
import { goVet } from './go-vet.ts';
import { LoadError } from './package.ts';
import type { GoHost } from './session.ts';

type Subcommand = (host: GoHost, builder: Builder, context: CommandContext, args: readonly string[]) => Promise<number>;

const subcommands: Readonly<Record<string, Subcommand>> = {
  build: goBuild,
  env: goEnv,
  mod: goMod,
  run: goRun,
  test: goTest,
  version: goVersion,
  vet: goVet,
};

/** Subcommands of the real go command that make no sense without a network, a module cache or an editor's machine. */
const elsewhere = 'bug clean doc fix fmt generate get install list telemetry work'.split(' ');

const usageStatus = 2;
const failedStatus = 1;

/** Other commands that `go tool NAME` calls, by name. */
export type GoTools = Readonly<Record<string, Command>>;

/**
 * Returns the go command for one lab: `go build|run|test|vet|version|env|tool`. It prints what cmd/go prints, and takes
 * its packages from the lab's module and from std.
 *
 * @example createGoCommand(host).run({ ...context, args: ['run', '.'] })
 */
export function createGoCommand(host: GoHost, tools: GoTools = {}): Command {
  const builder = createBuilder(host.runTool, host.manifest);
  return {
    name: 'go',
    summary: 'build, run, test and vet Go programs: go build|run|test|vet|version|env|tool',
    async run(context) {
      const [name, ...args] = context.args;
      try {
        if (name === 'tool') return await goTool(tools, context, args);
        const subcommand = name === undefined ? undefined : subcommands[name];
        if (subcommand === undefined) return refuse(context, name);
        return await subcommand(host, builder, context, args);
      } catch (error) {
        if (!(error instanceof LoadError) && !(error instanceof UsageError)) throw error;
        context.stderr.write(`${error.message}\n`);
        return error instanceof UsageError ? usageStatus : failedStatus;
      }
    },
  };
}

async function goTool(tools: GoTools, context: CommandContext, args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const tool = name === undefined ? undefined : tools[name];
  if (tool !== undefined) return tool.run({ ...context, args: rest });
  if (name === undefined) {
    context.stdout.write(
      Object.keys(tools)
        .map((one) => `${one}\n`)
        .join(''),
    );
    return 0;
  }
  context.stderr.write(`go: no such tool "${name}"\n`);
  return usageStatus;
}

function refuse(context: CommandContext, name: string | undefined): number {
  const here = `Here it has ${Object.keys(subcommands).join(', ')} and tool.`;
  if (name === undefined || name === 'help') {
    context.stderr.write(
      `Go is a tool for managing Go source code.\n\nUsage:\n\n\tgo <command> [arguments]\n\n${here}\n`,
    );
    return usageStatus;
  }
  const isKnown = elsewhere.includes(name);
  const reason = isKnown ? `go ${name} works on your own machine, not in the page.` : `go ${name}: unknown command`;
  context.stderr.write(`${reason}\n${isKnown ? here : "Run 'go help' for usage."}\n`);
  return usageStatus;
}
