import type { GoModule } from './go-mod.ts';
import { minorOf } from './go-mod.ts';
import type { Manifest } from './manifest.ts';

/**
 * Returns the GODEBUG settings that are linked into a program: what its module's go line was used to, then `godebug`
 * lines of the go.mod, then `//go:debug` directives, as `name=value,name=value`; '' when all is as the release has it.
 *
 * @see https://go.dev/doc/godebug#default
 * @example debugDefaults(manifest, module, ['panicnil=1'])
 */
export function debugDefaults(manifest: Manifest, module: GoModule | undefined, directives: readonly string[]): string {
  const own = new Map([...(module?.debugSettings ?? []), ...directives].map(nameAndValue));
  const version = own.get('default') ?? module?.goVersion;
  own.delete('default');
  const minor = version === undefined ? Infinity : Math.max(minorOf(version), oldestKnownMinor);
  const settings = new Map<string, string>();
  for (const { name, changedInMinor, old } of manifest.debugSettings) {
    if (minor < changedInMinor) settings.set(name, old);
  }
  for (const [name, value] of own) settings.set(name, value);
  return [...settings]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');
}

/** Behaviour older than Go 1.20's is not kept. */
const oldestKnownMinor = 20;

function nameAndValue(setting: string): readonly [string, string] {
  const at = setting.indexOf('=');
  return [setting.slice(0, at), setting.slice(at + 1)];
}
