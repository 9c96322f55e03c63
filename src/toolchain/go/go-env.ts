import type { CommandContext } from '../process/index.ts';
import type { Builder } from './builder.ts';
import { targetArchitecture, targetSystem } from './constraint.ts';
import { findModule } from './go-mod.ts';
import type { GoHost } from './session.ts';

/** `go version`: the release that the tools were built from, for the target they compile for. */
export async function goVersion(host: GoHost, _builder: Builder, context: CommandContext): Promise<number> {
  context.stdout.write(`go version ${host.manifest.release} ${targetSystem}/${targetArchitecture}\n`);
  return 0;
}

/** `go env [NAME…]`: the settings that hold in the page. */
export async function goEnv(
  host: GoHost,
  _builder: Builder,
  context: CommandContext,
  args: readonly string[],
): Promise<number> {
  const settings = settingsOf(host, context);
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (names.length > 0) {
    context.stdout.write(names.map((name) => `${settings[name] ?? ''}\n`).join(''));
    return 0;
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  context.stdout.write(lines.join(''));
  return 0;
}

function settingsOf(host: GoHost, context: CommandContext): Readonly<Record<string, string>> {
  const module = findModule(context.files, context.cwd);
  return {
    CGO_ENABLED: '0',
    GOARCH: targetArchitecture,
    GOEXE: '',
    GOHOSTARCH: targetArchitecture,
    GOHOSTOS: targetSystem,
    GOMOD: module === undefined ? '/dev/null' : `${module.directory === '/' ? '' : module.directory}/go.mod`,
    GOOS: targetSystem,
    GOROOT: '/usr/local/go',
    GOTOOLCHAIN: 'local',
    GOVERSION: host.manifest.release,
  };
}
