/** A picture as data: the page makes elements of it, the build markup. */

/** One SVG element. */
export interface Drawing {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text?: string;
  readonly parts?: readonly Drawing[];
}

/** One element of a drawing. */
export function draw(name: string, attributes: Drawing['attributes'], text?: string): Drawing {
  return { name, attributes, ...(text === undefined ? {} : { text }) };
}

/** A whole drawing, with its words for those who cannot see it. */
export function drawing(label: string, width: number, height: number, parts: readonly Drawing[]): Drawing {
  const attributes = { class: 'picture', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label };
  return { name: 'svg', attributes, parts };
}
