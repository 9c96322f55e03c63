import type { Int64 } from './int64.ts';

/** A moment in the parts of some time zone. */
interface LocalTime {
  readonly date: string;
  readonly clock: string;
  /** `UTC`, `CET`; offset digits where the zone has no short name. */
  readonly zone: string;
  readonly offset: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `TZ` as Go takes it: unset means the system's zone, empty means UTC. */
function localTime(nanos: Int64, timeZone: string | undefined): LocalTime {
  const millis = Math.floor(Number(nanos) / 1e9) * 1000;
  const zone = timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone === '' || zone === 'UTC' || !isZone(zone))
    return { ...parts(new Date(millis)), zone: 'UTC', offset: '+0000' };
  const minutes = offsetMinutes(millis, zone);
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`;
  return { ...parts(new Date(millis + minutes * 60_000)), zone: zoneName(millis, zone) ?? shortOffset(offset), offset };
}

function parts(utc: Date): Pick<LocalTime, 'date' | 'clock'> {
  const date = `${String(utc.getUTCFullYear()).padStart(4, '0')}-${two(utc.getUTCMonth() + 1)}-${two(utc.getUTCDate())}`;
  return { date, clock: `${two(utc.getUTCHours())}:${two(utc.getUTCMinutes())}:${two(utc.getUTCSeconds())}` };
}

function isZone(timeZone: string): boolean {
  try {
    Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function offsetMinutes(millis: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(millis).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** A zone's short name is known to some languages only: `CET` to British English, `PST` to American. */
function zoneName(millis: number, timeZone: string): string | undefined {
  for (const locale of ['en-US', 'en-GB', 'en-AU', 'en-ZA', 'en-IN']) {
    const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
    const name = format.formatToParts(millis).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (/^[A-Z]{3,5}$/.test(name)) return name;
  }
  return undefined;
}

const shortOffset = (offset: string): string => (offset.endsWith('00') ? offset.slice(0, 3) : offset);

/** A time as headings show it: `2026-11-23 04:46:40 UTC`. */
export function formatTime(nanos: Int64, timeZone: string | undefined): string {
  const { date, clock, zone } = localTime(nanos, timeZone);
  return `${date} ${clock} ${zone}`;
}

/** A time as `-raw` shows it: `2026-11-23 04:46:40.123456789 +0000 UTC`. */
export function formatRawTime(nanos: Int64, timeZone: string | undefined): string {
  const { date, clock, zone, offset } = localTime(nanos, timeZone);
  const rest = ((BigInt(nanos) % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const fraction = String(rest).padStart(9, '0').replace(/0+$/, '');
  return `${date} ${clock}${fraction === '' ? '' : `.${fraction}`} ${offset} ${zone}`;
}
