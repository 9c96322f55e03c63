/**
 * JSON with one spelling for one value, so that the same submission has the same bytes and the same hash everywhere.
 *
 * @see RFC 8785, JSON Canonicalization Scheme: members sorted by UTF-16 code units, numbers and strings as ECMAScript
 * writes them, no white space
 */

/** What JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue | undefined };

/**
 * Returns the canonical text of a value. Members that are `undefined` are left out.
 *
 * @throws RangeError for a number that JSON cannot write.
 * @example formatCanonical({ b: 1, a: [true, 'é'] }) // '{"a":[true,"é"],"b":1}'
 */
export function formatCanonical(value: JsonValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`JSON has no number ${value}`);
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(formatCanonical).join(',')}]`;
  const members = Object.entries(value)
    .filter((member): member is [string, JsonValue] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${formatCanonical(member)}`).join(',')}}`;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
