/** A link as a QR code: one SVG path, dark on light in both themes, because scanners expect it so. */
import { encode } from 'uqr';
import { svg } from './svg.ts';

/** More than a phone's camera reads from a screen without trouble. */
const mostCharacters = 1200;

/** The code, or nothing where the link is too long for one that a phone can read. */
export function drawQrCode(link: string, label: string): SVGElement | undefined {
  if (link.length > mostCharacters) return undefined;
  const { size, data } = encode(link, { ecc: 'L', border: 4 });
  const runs = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const drawn = svg('svg', { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, class: 'qr-code' });
  drawn.append(
    svg('rect', { width: size, height: size, fill: '#fff' }),
    svg('path', { d: runs.join(''), fill: '#000', 'shape-rendering': 'crispEdges' }),
  );
  return drawn;
}
