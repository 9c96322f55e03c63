import { withStyledName } from './demangle.ts';
import type { NameStyle } from './demangle.ts';
import type { Func, Mapping, Profile } from './model.ts';
import { baseName } from './paths.ts';

interface Mode {
  readonly local: boolean;
  readonly force: boolean;
  readonly names: NameStyle;
}

/**
 * A profile as it is after pprof's search for symbols where there are no binaries to search: the same, with tidier names.
 * What could not be found is said through `say`.
 *
 * @see https://github.com/google/pprof/blob/main/internal/symbolizer/symbolizer.go
 */
export function symbolize(profile: Profile, mode: string, say: (message: string) => void): Profile {
  const parsed = parseMode(mode, say);
  if (parsed === undefined) return profile;
  const tidy = withoutUrls(profile);
  if (parsed.local) sayMissing(profile, parsed.force, say);
  const { force, names } = parsed;
  const functions = tidy.functions.map((func) => withStyledName(renewed(func, force), names));
  return { ...tidy, functions };
}

function renewed(func: Func, force: boolean): Func {
  return force && func.name !== '' && func.systemName !== '' ? { ...func, name: func.systemName } : func;
}

function parseMode(mode: string, say: (message: string) => void): Mode | undefined {
  let [local, force] = [true, false];
  let names: NameStyle = 'simple';
  for (const option of mode.toLowerCase().split(':')) {
    if (option === 'none' || option === 'no') return undefined;
    if (option === 'local' || option === 'fastlocal') local = true;
    else if (option === 'remote') local = false;
    else if (option === 'force') force = true;
    else if (/^(demangle=)?(full|templates|none)$/.test(option)) {
      force = true;
      names = option.replace('demangle=', '') as NameStyle;
    } else if (option !== '' && !/^(demangle=)?default$/.test(option)) {
      say(`ignoring unrecognized symbolization option: ${mode}`);
    }
  }
  return { local, force, names };
}

function sayMissing(profile: Profile, force: boolean, say: (message: string) => void): void {
  const used = new Set(profile.locations.map(({ mapping }) => mapping));
  let missing = false;
  profile.mappings.forEach((mapping, index) => {
    const isNamed = mapping.hasFunctions || mapping.hasFilenames || mapping.hasLineNumbers;
    if (!used.has(index) || (!force && isNamed)) return;
    if (mapping.file === '' && index === 0) say('Main binary filename not available.');
    else if (mapping.file === '') missing = true;
    else if (hasSymbols(mapping)) {
      const build = mapping.buildId === '' ? '' : ` (build ID ${mapping.buildId})`;
      say(
        `Local symbolization failed for ${baseName(mapping.file)}${build}: open ${mapping.file}: no such file or directory`,
      );
      missing = true;
    }
  });
  if (missing) say('Some binaries were not found, so names may be missing.\nSet PPROF_BINARY_PATH to where they are.');
}

/** False for what the kernel maps: it has no file to look into. */
function hasSymbols({ file }: Mapping): boolean {
  const name = baseName(file);
  const isKernels = name.startsWith('[') || name.startsWith('linux-vdso') || file === '//anon';
  return !isKernels && !file.startsWith('/dev/dri/') && !file.startsWith('/memfd:');
}

/** A mapped file that is an address is the place that the profile came from, no file. */
function withoutUrls(profile: Profile): Profile {
  const isUrl = ({ file, buildId }: Mapping) => buildId === '' && /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(file);
  if (!profile.mappings.some(isUrl)) return profile;
  return {
    ...profile,
    mappings: profile.mappings.map((mapping) => (isUrl(mapping) ? { ...mapping, file: '' } : mapping)),
  };
}
