/**
 * A float with two decimals as Go's `%.2f` prints it: exact, ties to even. JavaScript's `toFixed` rounds ties up and gives
 * up at 1e21.
 */
export function formatFixed(value: number): string {
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}.00`;
  const eighths = value * 8;
  if (Number.isInteger(eighths) && eighths % 2 !== 0) return formatTie(value);
  return Object.is(value, -0) ? '-0.00' : value.toFixed(2);
}

const HUNDREDTHS_OF_TIE: Readonly<Record<number, string>> = { 0.125: '12', 0.375: '38', 0.625: '62', 0.875: '88' };

/** An odd number of eighths lies halfway between two hundredths. */
function formatTie(value: number): string {
  const size = Math.abs(value);
  const whole = Math.trunc(size);
  return `${value < 0 ? '-' : ''}${whole}.${HUNDREDTHS_OF_TIE[size - whole] ?? ''}`;
}

/** A float with two significant digits as Go's `%.2g` prints it. */
export function formatShort(value: number): string {
  if (value === 0) return '0';
  const [digits = '', exponentText = '0'] = roundTo2(value).split('e');
  const exponent = Number(exponentText);
  const mantissa = digits.replace('.', '').replace(/0$/, '');
  if (exponent < -4 || exponent >= 2) return exponential(mantissa, exponent);
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${mantissa}`;
  return mantissa.length > exponent + 1
    ? `${mantissa.slice(0, exponent + 1)}.${mantissa.slice(exponent + 1)}`
    : mantissa.padEnd(exponent + 1, '0');
}

function exponential(mantissa: string, exponent: number): string {
  const sign = exponent < 0 ? '-' : '+';
  const fraction = mantissa.length > 1 ? `.${mantissa.slice(1)}` : '';
  return `${mantissa[0] ?? ''}${fraction}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `d.de±x`, ties to even: 100 digits hold every tie exactly. */
function roundTo2(value: number): string {
  const exact = value.toExponential(100);
  if (!/^\d\.\d50*e/.test(exact)) return value.toExponential(1);
  const odd = Number(exact[2]) % 2 === 1;
  return odd ? value.toExponential(1) : `${exact.slice(0, 3)}${exact.slice(exact.indexOf('e'))}`;
}

/** A float as Go's `%v` prints it. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) {
    const [digits = '', exponent = '0'] = value.toExponential().split('e');
    const sign = value < 0 ? '-' : '';
    return sign + exponential(digits.replace(/[-.]/g, ''), Number(exponent));
  }
  return String(value);
}
