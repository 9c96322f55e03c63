/** SVG elements for pictures drawn from a paste; texts are text nodes. */
import type { Drawing } from './drawing.ts';

export function svg(name: string, attributes: Readonly<Record<string, string | number>> = {}, text = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== '') made.textContent = text;
  return made;
}

/** A picture with its words for those who cannot see it. */
export function picture(label: string, width: number, height: number, parts: readonly SVGElement[]): SVGElement {
  const image = svg('svg', { class: 'picture', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  image.append(...parts);
  return image;
}

/** A drawing as an element of the page. */
export function toSvg({ name, attributes, text = '', parts = [] }: Drawing): SVGElement {
  const made = svg(name, attributes, text);
  made.append(...parts.map(toSvg));
  return made;
}
