import type { CommandContext } from '../process/index.ts';
import type { Builder } from './builder.ts';
import { minorOf } from './go-mod.ts';
import { LoadError } from './package.ts';
import type { GoHost } from './session.ts';

const noGoMod = "go: go.mod file not found in current directory or any parent directory; see 'go help modules'";

/** `go mod edit -go=…|-module=…|-print`, `go mod init PATH` and `go mod tidy`, which finds nothing to do here. */
export async function goMod(
  host: GoHost,
  _builder: Builder,
  context: CommandContext,
  args: readonly string[],
): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === 'edit') return edit(context, rest);
  if (name === 'init') return init(host, context, rest[0]);
  if (name === 'tidy') return 0;
  throw new LoadError(`go mod ${name}: here it is go mod edit, init or tidy; there is no network to get modules from`);
}

function edit(context: CommandContext, flags: readonly string[]): number {
  const { files, cwd, stdout } = context;
  const path = `${cwd}/go.mod`;
  let text = files.readText(path);
  if (text === undefined) throw new LoadError(noGoMod);
  for (const flag of flags) {
    const [, verb, value] = /^--?(go|module)=(\S+)$/.exec(flag) ?? [];
    if (verb === undefined || value === undefined) {
      if (/^--?print$/.test(flag)) continue;
      throw new LoadError(`go: ${flag}: here go mod edit takes -go=VERSION, -module=PATH and -print`);
    }
    text = withStatement(text, verb, value);
  }
  if (flags.some((flag) => /^--?print$/.test(flag))) stdout.write(text);
  else files.writeFile(path, text);
  return 0;
}

function withStatement(text: string, verb: string, value: string): string {
  const statement = new RegExp(`^${verb} .*$`, 'm');
  if (statement.test(text)) return text.replace(statement, `${verb} ${value}`);
  return `${text.replace(/\n*$/, '\n')}\n${verb} ${value}\n`;
}

function init({ manifest }: GoHost, context: CommandContext, path: string | undefined): number {
  const { files, cwd, stderr } = context;
  if (path === undefined)
    throw new LoadError('go: cannot determine module path: name it, as in go mod init example.com/lab');
  const file = `${cwd}/go.mod`;
  if (files.stat(file) !== undefined) throw new LoadError(`go: ${file} already exists`);
  files.writeFile(file, `module ${path}\n\ngo 1.${minorOf(manifest.release)}\n`);
  stderr.write(`go: creating new go.mod: module ${path}\n`);
  return 0;
}
