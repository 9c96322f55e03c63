import type { Int64 } from './int64.ts';
import type { Profile } from './model.ts';

/**
 * What makes a profile unusable, in the words of pprof, or nothing. Tables with ids used twice or as 0, samples with too
 * few or too many values, and references to nothing are faults.
 *
 * @example findFault(profile)
 */
export function findFault(profile: Profile): string | undefined {
  return faultOfSamples(profile) ?? faultOfMappings(profile) ?? faultOfFunctions(profile) ?? faultOfLocations(profile);
}

function faultOfSamples({ sampleTypes, samples }: Profile): string | undefined {
  const types = sampleTypes.length;
  if (types === 0 && samples.length > 0) return 'missing sample type information';
  for (const { values, stack } of samples) {
    if (values.length !== types) return `mismatch: sample has ${values.length} values vs. ${types} types`;
    if (stack.includes(-1)) return 'sample has nil location';
  }
  return undefined;
}

function faultOfMappings({ mappings }: Profile): string | undefined {
  const id = badId(mappings);
  if (id === undefined) return undefined;
  return id === 0 ? 'found mapping with reserved ID=0' : `multiple mappings with same id: ${id}`;
}

function faultOfFunctions({ functions }: Profile): string | undefined {
  const id = badId(functions);
  if (id === undefined) return undefined;
  return id === 0 ? 'found function with reserved ID=0' : `multiple functions with same id: ${id}`;
}

function faultOfLocations({ locations }: Profile): string | undefined {
  const id = badId(locations);
  if (id !== undefined) {
    return id === 0 ? 'found location with reserved id=0' : `multiple locations with same id: ${id}`;
  }
  const lost = locations.find(({ lines }) => lines.some((line) => line.func < 0));
  return lost && `location id: ${lost.id} has a line with nil function`;
}

/** The first id that is 0 or was seen before. */
function badId(items: readonly { readonly id: Int64 }[]): Int64 | undefined {
  const seen = new Set<Int64>();
  for (const { id } of items) {
    if (id === 0 || seen.has(id)) return id;
    seen.add(id);
  }
  return undefined;
}
