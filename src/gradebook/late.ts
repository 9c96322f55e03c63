/** When work is due, and what lateness costs. */
import { z } from 'zod';

/** `accept`: late work counts in full and is marked. `refuse`: it counts nothing. `percent`: so much less for each day begun. */
export const lateRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept') }),
  z.strictObject({ kind: z.literal('refuse'), graceMinutes: z.int().min(0).default(0) }),
  z.strictObject({
    kind: z.literal('percent'),
    perDay: z.number().min(0).max(100),
    /** At most so much is taken. */
    most: z.number().min(0).max(100).default(100),
    graceMinutes: z.int().min(0).default(0),
  }),
]);

export type LateRule = z.infer<typeof lateRuleSchema>;

/** How late a piece of work is, and the share of its points that remains. */
export interface Lateness {
  readonly lateMinutes: number;
  /** 0 to 1. */
  readonly factor: number;
}

const dayMinutes = 24 * 60;

/**
 * Returns how late work is that was handed in at `at` and was due at `due` (both ISO 8601, with time zone).
 * Work within the grace counts in full and is still so many minutes late.
 *
 * @example latenessOf('2026-11-30T23:59:00+01:00', '2026-12-01T12:00:00Z', { kind: 'percent', perDay: 10, most: 100, graceMinutes: 0 })
 */
export function latenessOf(due: string | undefined, at: string, rule: LateRule): Lateness {
  const lateMinutes = due === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(at) - Date.parse(due)) / 60_000));
  if (lateMinutes === 0 || rule.kind === 'accept') return { lateMinutes, factor: 1 };
  if (lateMinutes <= rule.graceMinutes) return { lateMinutes, factor: 1 };
  if (rule.kind === 'refuse') return { lateMinutes, factor: 0 };
  const days = Math.ceil(lateMinutes / dayMinutes);
  return { lateMinutes, factor: 1 - Math.min(rule.most, days * rule.perDay) / 100 };
}
