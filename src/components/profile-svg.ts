/** SVG that a layout engine wrote, made of nothing but shapes and words before it may enter the page. */
import { svg } from './svg.ts';

const elements: ReadonlySet<string> = new Set(['svg', 'g', 'title', 'path', 'polygon', 'polyline', 'ellipse', 'text']);
const attributes: ReadonlySet<string> = new Set([
  'class',
  'cx',
  'cy',
  'd',
  'fill',
  'fill-opacity',
  'font-family',
  'font-size',
  'points',
  'rx',
  'ry',
  'stroke',
  'stroke-dasharray',
  'stroke-width',
  'text-anchor',
  'transform',
  'viewBox',
  'x',
  'y',
]);

/** The picture as new elements; scripts, links, styles, handlers and references stay out. Nothing for what is no SVG. */
export function cleanSvg(text: string): SVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  return root.localName === 'svg' ? copyOf(root) : undefined;
}

function copyOf(source: Element): SVGElement {
  const kept = [...source.attributes].filter(
    ({ name, value }) => attributes.has(name) && !/url\(|javascript:/i.test(value),
  );
  const copy = svg(source.localName, Object.fromEntries(kept.map(({ name, value }) => [name, value])));
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.textContent ?? '');
    else if (child instanceof Element) copy.append(...cleaned(child));
  }
  return copy;
}

/** A link is what stands in it; what is neither shape nor word is nothing. */
function cleaned(child: Element): readonly SVGElement[] {
  if (child.localName === 'a') return [...child.children].flatMap(cleaned);
  return elements.has(child.localName) ? [copyOf(child)] : [];
}
