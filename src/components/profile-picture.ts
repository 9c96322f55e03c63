/** Pictures of what a viewer shows, as files: SVG with every color in it, and PNG made of that. */
import { saveFile } from './save-file.ts';
import { svg } from './svg.ts';

const lineHeight = 17;
const characterWidth = 7.25;

/** Lines of text as a picture. */
export function textPicture(lines: readonly string[]): SVGElement {
  const longest = Math.max(1, ...lines.map((line) => line.length));
  const [width, height] = [Math.ceil(longest * characterWidth) + 24, lines.length * lineHeight + 24];
  const picture = standalone(width, height);
  lines.forEach((line, i) => {
    picture.append(
      svg('text', { x: 12, y: 12 + lineHeight * (i + 0.75), fill: '#1f1c17', 'xml:space': 'preserve' }, line),
    );
  });
  return picture;
}

/** An empty picture on paper, in a face that every machine has. */
export function standalone(width: number, height: number): SVGElement {
  const picture = svg('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    'font-family': 'ui-monospace, monospace',
    'font-size': 12,
  });
  picture.append(svg('rect', { width, height, fill: '#faf7f0' }));
  return picture;
}

/** Saves the picture as NAME.svg. */
export function saveSvg(picture: SVGElement, name: string): void {
  saveFile(`${name}.svg`, textOf(picture), 'image/svg+xml');
}

/** Saves the picture as NAME.png, twice as large for sharp screens; smaller where no canvas is that large. */
export async function savePng(picture: SVGElement, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([textOf(picture)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(2, 8000 / Math.max(image.width, image.height, 1));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('This browser makes no PNG of this size. Save it as SVG instead.');
    saveFile(`${name}.png`, blob, blob.type);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function textOf(picture: SVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}
