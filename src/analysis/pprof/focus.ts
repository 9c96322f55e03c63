import type { Config } from './config.ts';
import { filterByName, pruneFrom, showFrom } from './frames.ts';
import { PprofError } from './io.ts';
import type { Profile } from './model.ts';
import type { Compiler, Pattern } from './regexp.ts';
import { filterByTag, parseTagFilter, selectTags, tagFilterSources } from './tags.ts';
import type { TagFilter } from './tags.ts';

/** The expressions in the settings, for loading their engine. */
export function filterSources(config: Config): readonly string[] {
  const { focus, ignore, hide, show, show_from, prune_from, tagshow, taghide, tagfocus, tagignore } = config;
  const names = [focus, ignore, hide, show, show_from, prune_from, tagshow, taghide];
  return [...names, ...tagFilterSources(tagfocus), ...tagFilterSources(tagignore)].filter((source) => source !== '');
}

type Units = ReadonlyMap<string, string>;

/** A profile with only what the settings let through; `say` hears of expressions that matched nothing. */
export function applyFilters(
  profile: Profile,
  config: Config,
  units: Units,
  compile: Compiler,
  say: (message: string) => void,
): Profile {
  const pattern = (name: keyof Config) => compileOption(name, String(config[name]), compile);
  const tagFilter = (name: 'tagfocus' | 'tagignore') => compileTagFilter(name, config[name], units, compile, say);
  const patterns = { focus: pattern('focus'), ignore: pattern('ignore'), hide: pattern('hide'), show: pattern('show') };
  const from = pattern('show_from');
  const tags = { focus: tagFilter('tagfocus'), ignore: tagFilter('tagignore') };
  const prune = pattern('prune_from');
  const warn = (asked: unknown, matched: boolean, name: string) => {
    if (asked !== undefined && !matched) say(`${name} expression matched no samples`);
  };

  const named = filterByName(profile, patterns);
  warn(patterns.focus, named.matches.focus, 'Focus');
  warn(patterns.ignore, named.matches.ignore, 'Ignore');
  warn(patterns.hide, named.matches.hide, 'Hide');
  warn(patterns.show, named.matches.show, 'Show');
  const started = from ? showFrom(named.profile, from) : { profile: named.profile, matched: true };
  warn(from, started.matched, 'ShowFrom');
  const tagged = filterByTag(started.profile, tags.focus?.test, tags.ignore?.test);
  warn(tags.focus, tagged.matches.focus, 'TagFocus');
  warn(tags.ignore, tagged.matches.ignore, 'TagIgnore');
  const [tagshow, taghide] = [pattern('tagshow'), pattern('taghide')];
  const selected = selectTags(tagged.profile, tagshow, taghide);
  warn(tagshow, selected.matches.show, 'TagShow');
  warn(taghide, selected.matches.hide, 'TagHide');
  return prune ? pruneFrom(selected.profile, prune) : selected.profile;
}

function compileOption(name: string, source: string, compile: Compiler): Pattern | undefined {
  if (source === '') return undefined;
  const compiled = compile(source);
  if ('error' in compiled) throw new PprofError(`parsing ${name} regexp: ${compiled.error}`);
  return compiled.pattern;
}

function compileTagFilter(
  name: string,
  filter: string,
  units: Units,
  compile: Compiler,
  say: (message: string) => void,
): TagFilter | undefined {
  if (filter === '') return undefined;
  const parsed = parseTagFilter(filter, units, compile);
  if ('error' in parsed) throw new PprofError(`parsing ${name} regexp: ${parsed.error}`);
  if (parsed.value.range !== undefined) say(`${name}:Interpreted '${parsed.value.range}' as range, not regexp`);
  return parsed.value;
}
