/**
 * What an instructor asks for: schema `faultline.assignment/1`. It travels as a file, or as the fragment of a link, which
 * no browser sends to any server.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { z } from 'zod';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { formatCanonical, type JsonValue } from './canonical-json.ts';
import { lateRuleSchema } from './late.ts';

const text = (most: number) => z.string().max(most);
const instant = z.iso.datetime({ offset: true });

export const assignmentSchema = z.strictObject({
  schema: z.literal('faultline.assignment/1'),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'lower-case letters, digits and hyphens'),
  /** Raised with every change that learners should notice. */
  version: z.int().min(1),
  title: text(200).min(1),
  message: text(4000).default(''),
  items: z
    .array(z.strictObject({ exercise: text(100).min(3), points: z.number().min(0).max(100) }))
    .min(1)
    .max(200),
  due: instant.optional(),
  /** IANA name, for showing the due date as the class knows it. */
  timeZone: text(60).default('UTC'),
  late: lateRuleSchema.default({ kind: 'accept' }),
  /** Attempts that count for each exercise: the best of the first so many. Absent: all. */
  attempts: z.int().min(1).max(1000).optional(),
  hints: z.boolean().default(true),
  solutions: z.boolean().default(true),
  /** `same`: one variant for all. `own`: each learner's follows from assignment and identity. */
  variants: z.enum(['same', 'own']).default('own'),
  identity: z.enum(['named', 'anonymous']).default('named'),
  /** Later due dates of single learners, by e-mail or id. */
  extensions: z
    .array(z.strictObject({ learner: text(200), due: instant }))
    .max(5000)
    .default([]),
});

export type Assignment = z.infer<typeof assignmentSchema>;

/** Who a personal link is for. */
export const learnerSchema = z.strictObject({ name: text(200), email: text(200).optional(), id: text(200).optional() });
export type Learner = z.infer<typeof learnerSchema>;

const linkSchema = z.strictObject({ assignment: assignmentSchema, learner: learnerSchema.optional() });
/** What the fragment of a link carries. */
export type AssignmentLink = z.infer<typeof linkSchema>;

/** Longest fragment that is read, and most that it may unpack to: a link is typed by nobody, but pasted by anybody. */
const maxFragment = 64_000;
const maxUnpacked = 1_000_000;

/**
 * Returns the fragment of a link that carries an assignment, without `#`.
 *
 * @example `${page}#${formatLink({ assignment })}`
 */
export function formatLink(link: AssignmentLink): string {
  const bytes = deflateSync(strToU8(formatCanonical(link as JsonValue)), { level: 9 });
  return `a1.${encodeBase64(bytes, true)}`;
}

/** The assignment of a fragment (with or without `#`), or what is wrong with it. */
export function parseLink(fragment: string): { readonly link: AssignmentLink } | { readonly problem: string } {
  const packed = fragment.replace(/^#/, '');
  if (!packed.startsWith('a1.')) return { problem: 'This link carries no assignment of this version.' };
  if (packed.length > maxFragment) return { problem: 'This link is longer than any assignment.' };
  try {
    const bytes = inflateSync(decodeBase64(packed.slice(3)), { out: new Uint8Array(maxUnpacked) });
    return { link: linkSchema.parse(JSON.parse(strFromU8(bytes))) };
  } catch {
    return {
      problem: 'This link is damaged: part of it is missing. Copy it whole, or open the assignment file instead.',
    };
  }
}

/** The assignment in a file, or what is wrong with it. */
export function parseAssignment(content: string): { readonly assignment: Assignment } | { readonly problem: string } {
  try {
    const parsed = assignmentSchema.safeParse(JSON.parse(content));
    if (parsed.success) return { assignment: parsed.data };
    const issue = parsed.error.issues[0];
    return {
      problem: `This is no assignment: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'wrong form'}.`,
    };
  } catch {
    return { problem: 'This is no assignment: it is not JSON.' };
  }
}

/** The due date for one learner: their extension where they have one. */
export function dueFor(
  assignment: Assignment,
  learner: { readonly email?: string | undefined; readonly id?: string | undefined },
): string | undefined {
  const own = assignment.extensions.find(
    ({ learner: who }) => sameWord(who, learner.email) || sameWord(who, learner.id),
  );
  return own?.due ?? assignment.due;
}

function sameWord(a: string, b: string | undefined): boolean {
  return b !== undefined && a.trim().toLowerCase() === b.trim().toLowerCase();
}
