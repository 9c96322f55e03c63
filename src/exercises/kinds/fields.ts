/** Answers of several fields: a JSON object, or the fields in their order with commas between. */

/**
 * Returns the fields of an answer by name, trimmed; what is not given is ''. Names that the kind does not know are left out.
 *
 * @example parseFields('a.go:1, b.go:2', ['first', 'second']) // { first: 'a.go:1', second: 'b.go:2' }
 */
export function parseFields<Name extends string>(
  answer: string,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const given = answer.trim().startsWith('{') ? parseObject(answer) : fromList(answer, names);
  return Object.fromEntries(names.map((name) => [name, textOf(given[name])])) as Record<Name, string>;
}

/**
 * Returns the fields of a JSON object; none where the text is something else.
 *
 * @example parseObject('{"first":"a.go:1"}') // { first: 'a.go:1' }
 */
export function parseObject(answer: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}

function fromList(answer: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  const values = answer.split(',');
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** Returns the fields that are not empty as the JSON text of an answer. */
export function formatFields(fields: Readonly<Record<string, string | undefined>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')),
  );
}
