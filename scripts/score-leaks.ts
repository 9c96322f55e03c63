/**
 * Scores what is said about leaks: by two profiles, which line allocates what grew; by a heap dump, who holds it; and that
 * a profile alone is told that the holder is not in it.
 *
 *   node scripts/score-leaks.ts [DIR]
 *
 * DIR holds programs/NAME/*.go that call `snap("base")` and `snap("after")`, and is our own fixtures where left out. Its
 * truth.json names the leaks and their Go versions, with profiles/ID/{base,after}.heap.pb.gz; without one the marks in the
 * programs do (see score-heapdumps.ts), and the profiles are those that the run writes. Programs are run again with Go, each
 * with a heap dump. Below 90 % of any of the three the exit status is 1.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseProgram, readHeapdump } from '../src/analysis/heapdump/index.ts';
import { findAllocationSite, findGrowth, openProfile } from '../src/analysis/pprof/index.ts';
import { grade, kindOf, publishExercise, type Exercise } from '../src/exercises/index.ts';
import { copyWithDump, runProgram, truthOf } from './heapdump-programs.ts';
import { root } from './setup/paths.ts';

interface Leak {
  readonly id: string;
  readonly program: string;
  readonly go?: string;
  /** `main.go:37`, any of them right. */
  readonly allocations: readonly string[];
  readonly holder: string;
  /** Folder of the profiles, where they are not those of the run. */
  readonly profiles?: string;
}

interface TruthEntry {
  readonly id: string;
  readonly program: string;
  readonly go: string;
  readonly leak: boolean;
  readonly allocation?: { readonly file: string; readonly line: number };
  readonly retention?: { readonly var: string };
}

/** What was said on each of the three questions, and whether it is so. */
interface Said {
  readonly text: string;
  readonly isRight: boolean;
}

const questions = ['allocation', 'holder', 'profile alone'] as const;
type Scored = Readonly<Record<(typeof questions)[number], Said>>;

const folder = process.argv[2] ?? join(root, 'test/fixtures/heapdump');
const neededShare = 0.9;
const counts = new Map(questions.map((question) => [question, 0]));
const leaks = leaksOf(folder);
for (const leak of leaks) {
  const scored = await scoreLeak(leak);
  for (const question of questions) {
    const { text, isRight } = scored[question];
    if (isRight) counts.set(question, (counts.get(question) ?? 0) + 1);
    else console.log(`${leak.id}: ${question}: ${text}; truth: ${leak.allocations.join(' ')} held by ${leak.holder}`);
  }
}
for (const [question, right] of counts) console.log(`${question}: ${right} of ${leaks.length}`);
const isEnough = [...counts.values()].every((right) => right >= neededShare * leaks.length);
process.exitCode = leaks.length > 0 && isEnough ? 0 : 1;

function leaksOf(dir: string): readonly Leak[] {
  const path = join(dir, 'truth.json');
  if (existsSync(path)) {
    const { entries } = JSON.parse(readFileSync(path, 'utf8')) as { entries: readonly TruthEntry[] };
    return entries.filter(({ leak }) => leak).map((entry) => leakOf(dir, entry));
  }
  return readdirSync(join(dir, 'programs')).flatMap((name) => {
    const program = join(dir, 'programs', name);
    const truth = truthOf(program);
    return truth === undefined ? [] : [{ id: name, program, ...truth }];
  });
}

function leakOf(dir: string, { id, program, go, allocation, retention }: TruthEntry): Leak {
  return {
    id,
    program: join(dir, 'programs', program),
    go,
    allocations: allocation === undefined ? [] : [`${allocation.file}:${allocation.line}`],
    holder: retention?.var ?? '',
    profiles: join(dir, 'profiles', id),
  };
}

async function scoreLeak(leak: Leak): Promise<Scored> {
  const work = mkdtempSync(join(tmpdir(), 'faultline-leak-'));
  try {
    copyWithDump(leak.program, work);
    const failure = runProgram(work, leak.go);
    const profiles = ['base', 'after'].map((phase) =>
      leak.profiles === undefined ? join(work, `${phase}.pb.gz`) : join(leak.profiles, `${phase}.heap.pb.gz`),
    );
    const missing = failure ?? profiles.find((path) => !existsSync(path));
    if (missing !== undefined) return failed(missing);
    const [before = new Uint8Array(), after = new Uint8Array()] = profiles.map((path) => readFileSync(path));
    return {
      allocation: await scoreAllocation(leak, before, after),
      holder: scoreHolder(leak, work),
      'profile alone': await scoreProfileAlone(leak, after),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function failed(text: string): Scored {
  const said = { text, isRight: false };
  return { allocation: said, holder: said, 'profile alone': said };
}

async function scoreAllocation({ allocations }: Leak, before: Uint8Array, after: Uint8Array): Promise<Said> {
  const [base, grown] = await Promise.all([openProfile(before), openProfile(after)]);
  const growth = base.value && grown.value && findGrowth(base.value.profile, grown.value.profile);
  const site = growth && findAllocationSite(growth);
  const place = site?.file === undefined ? 'nothing' : `${basename(site.file)}:${site.line ?? 0}`;
  return { text: place, isRight: allocations.includes(place) };
}

/** Of what the leak's line allocated, the root that holds the most must be the true one. */
function scoreHolder({ allocations, holder }: Leak, work: string): Said {
  const names = parseProgram(readFileSync(join(work, 'program'))).value;
  const { holders } = readHeapdump(readFileSync(join(work, 'after.heapdump')), names).value.evidence;
  const held = holders.find(({ allocatedAt: site }) =>
    allocations.includes(`${basename(site?.file ?? '')}:${site?.line ?? 0}`),
  );
  return { text: held?.root ?? 'nothing', isRight: held?.root.includes(holder) === true };
}

/** The true holder, with nothing but a profile to show for it, is right by the source and not by the evidence. */
async function scoreProfileAlone(leak: Leak, profile: Uint8Array): Promise<Said> {
  const evidence = [{ source: 'after.heap.pb.gz', content: profile }];
  const { verdict, findings } = await grade(retentionOf(leak), { answer: leak.holder, evidence });
  const text = findings.map(({ message }) => message).join(' ');
  return { text: `${verdict}: ${text}`, isRight: verdict === 'correct' && text.includes('not in this evidence') };
}

function retentionOf({ id, holder }: Leak): Exercise {
  const { source, key } = kindOf('retention');
  return publishExercise({
    id: `leaks/${basename(id)}`,
    source: source.parse({
      id: 'holder',
      version: 1,
      kind: 'retention',
      prompt: 'What keeps it alive?',
      points: 1,
      evidence: 'recording',
      expects: ['heapdump', 'report', 'profile'],
    }),
    key: key.parse({ holder: [holder] }),
    marks: { findMark: () => undefined },
    program: { module: '', functions: [] },
    recordings: {},
  });
}
