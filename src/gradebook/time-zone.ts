/** Wall clocks and instants: `2026-11-27T23:59` in Berlin is one moment everywhere. */

/**
 * Returns the instant at which clocks in a time zone show `local` (`YYYY-MM-DDTHH:MM`), as ISO 8601 with that zone's
 * offset. A time that the zone's clocks skip is read with the offset before the change, one that they show twice is the
 * earlier. Undefined where `local` or `timeZone` cannot be read.
 *
 * @example zonedInstant('2026-11-27T23:59', 'Europe/Berlin') // '2026-11-27T23:59:00+01:00'
 */
export function zonedInstant(local: string, timeZone: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(local);
  const wall = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}:00Z`);
  if (Number.isNaN(wall) || !isTimeZone(timeZone)) return undefined;
  const offsets = [wall - dayMillis, wall + dayMillis].map((at) => offsetMinutes(at, timeZone));
  const fits = offsets.find((offset) => offsetMinutes(wall - offset * 60_000, timeZone) === offset);
  const offset = fits ?? offsets[0] ?? 0;
  return `${new Date(wall).toISOString().slice(0, 19)}${formatOffset(offset)}`;
}

const dayMillis = 24 * 60 * 60 * 1000;

/**
 * Returns what clocks in a time zone show at an instant: `YYYY-MM-DDTHH:MM`. Empty where either cannot be read.
 *
 * @example zonedLocal('2026-11-27T22:59:00Z', 'Europe/Berlin') // '2026-11-27T23:59'
 */
export function zonedLocal(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at) || !isTimeZone(timeZone)) return '';
  return new Date(at + offsetMinutes(at, timeZone) * 60_000).toISOString().slice(0, 16);
}

/**
 * True for a time zone that this machine knows, by its IANA name.
 *
 * @example isTimeZone('Europe/Berlin') // true
 */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** How far a zone's clocks are ahead of UTC at a moment. */
function offsetMinutes(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return Math.round((wall - Math.floor(at / 60_000) * 60_000) / 60_000);
}

function formatOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}
