/** `faultline grade --shard I/N` writes a part of a class; `faultline grade merge PART…` makes the class of all parts. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseOverrides, type Graded, type GradedPart, type Overrides, type Refused } from '../gradebook/index.ts';

/** Every `of`-th file of a class, from number `index` on, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** A shard graded, as a file: schema `faultline.part/1`. */
export interface PartFile {
  readonly schema: 'faultline.part/1';
  readonly shard: Shard;
  /** The gradebook's columns, where an assignment gives them. */
  readonly columns?: readonly string[] | undefined;
  /** Points given by hand that lay among the files. */
  readonly overrides?: Overrides | undefined;
  readonly part: GradedPart;
}

const mostShards = 10_000;

const sourced = { source: z.string() };
const partSchema = z.strictObject({
  schema: z.literal('faultline.part/1'),
  shard: z.strictObject({ index: z.int().min(1), of: z.int().min(1).max(mostShards) }),
  columns: z.array(z.string()).optional(),
  overrides: z.custom<Overrides>((one) => 'overrides' in parseOverrides(JSON.stringify(one))).optional(),
  part: z.strictObject({
    graded: z.array(z.custom<Graded>((one) => gradedHead.safeParse(one).success)),
    refused: z.array(z.strictObject({ ...sourced, problem: z.string() }) satisfies z.ZodType<Refused>),
    signs: z.array(
      z.strictObject({
        ...sourced,
        learner: z.string(),
        exercise: z.string(),
        signs: z.array(z.tuple([z.string(), z.number()])),
      }),
    ),
  }),
});
const gradedHead = z.looseObject({
  ...sourced,
  schema: z.literal('faultline.graded/1'),
  who: z.looseObject({ name: z.string() }),
  flags: z.array(z.unknown()),
});

/** Reads `I/N`; a RangeError says what it should be. */
export function parseShard(text: string): Shard {
  const [, index, of] = /^(\d{1,5})\/(\d{1,5})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && of !== undefined && index >= 1 && index <= of && of <= mostShards) return { index, of };
  throw new RangeError(`--shard is I/N, such as 1/16, with I from 1 to N and N up to ${mostShards}, not '${text}'`);
}

/** Reads the parts of one class; a RangeError says which is missing, there twice, or no part. */
export async function readParts(paths: readonly string[]): Promise<readonly PartFile[]> {
  if (paths.length === 0) throw new RangeError('name the files that --shard printed, all of them');
  const parts = await Promise.all(paths.map(readPart));
  const of = parts[0]?.shard.of ?? 0;
  const columns = JSON.stringify(parts[0]?.columns);
  const strange = parts.findIndex((one) => one.shard.of !== of || JSON.stringify(one.columns) !== columns);
  if (strange >= 0)
    throw new RangeError(`${paths[strange]} and ${paths[0]} were graded with another --shard or --assignment`);
  for (let index = 1; index <= of; index++) {
    const count = parts.filter(({ shard }) => shard.index === index).length;
    if (count === 0) throw new RangeError(`part ${index}/${of} is missing: grade it with --shard ${index}/${of}`);
    if (count > 1) throw new RangeError(`part ${index}/${of} is there ${count} times: name it once`);
  }
  return parts;
}

async function readPart(path: string): Promise<PartFile> {
  const content = await readFile(path, 'utf8');
  try {
    return partSchema.parse(JSON.parse(content));
  } catch {
    throw new RangeError(`${path} is no part of a class, or is cut off: write it with faultline grade --shard I/N`);
  }
}
