/** Saturation and brightness; backgrounds are pale. */
const FOREGROUND = { saturation: 1, value: 0.7 };
const BACKGROUND = { saturation: 0.1, value: 0.93 };

/**
 * The color of a share between -1 (green) and 1 (red), gray about 0, as `#rrggbb`. Small shares are moved away from gray,
 * so that growth and shrinking are told apart.
 *
 * @see https://github.com/google/pprof/blob/main/internal/graph/dotgraph.go dotColor
 */
export function dotColor(share: number, isBackground: boolean): string {
  const { saturation: full, value } = isBackground ? BACKGROUND : FOREGROUND;
  const score = Number.isNaN(share) ? Number.NaN : Math.max(-1, Math.min(1, share));
  const saturation = Math.abs(score) < 0.2 ? full * (Math.abs(score) / 0.2) : full;
  const moved = Math.sign(score) * Math.abs(score) ** 0.3;
  const fades = value * (1 - saturation * Math.abs(moved));
  const [red, green] = moved < 0 ? [fades, value] : [value, fades];
  return `#${hex(red)}${hex(green)}${hex(value * (1 - saturation))}`;
}

function hex(part: number): string {
  return Math.trunc(Number.isNaN(part) ? 0 : part * 255)
    .toString(16)
    .padStart(2, '0');
}
