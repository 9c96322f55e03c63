import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, explain, type ProfileEvidence, type ReportEvidence } from '../../../src/analysis/index.ts';
import { findAllocationSite, findGrowth, openProfile, type Profile } from '../../../src/analysis/pprof/index.ts';
import { fixtures, profileBytes, recordedCases } from './fixtures.ts';

const versions = ['go1.20.14', 'go1.21.13', 'go1.22.12', 'go1.24.13', 'go1.26.8', 'go1.27.0'];

async function profileIn(input: Uint8Array | string): Promise<ProfileEvidence> {
  const [evidence] = (await analyze(input)).evidence;
  if (evidence?.kind !== 'profile') throw new Error(`found ${evidence?.kind ?? 'nothing'}`);
  return evidence;
}

async function opened(path: string): Promise<Profile> {
  const { value } = await openProfile(profileBytes(path));
  if (value === undefined) throw new Error(`${path} cannot be read`);
  return value.profile;
}

const textOf = (path: string): string => Buffer.from(profileBytes(path)).toString();

describe('a profile as evidence', () => {
  it('has exact values, types, time and the largest functions', async () => {
    expect(await profileIn(profileBytes('go1.26.8/after.heap.pb.gz'))).toMatchObject({
      kind: 'profile',
      complete: true,
      span: { from: 0, to: 0 },
      defaultType: 'inuse_space',
      period: 524288,
      base: false,
      top: expect.arrayContaining([expect.objectContaining({ func: 'main.attach' })]) as unknown,
    });
  });

  it.each(versions)('is the same from the text of debug=1 (%s)', async (version) => {
    const packed = await profileIn(profileBytes(`${version}/after.heap.pb.gz`));
    const text = await profileIn(textOf(`${version}/after.heap.txt`));
    expect([text.total, text.top]).toEqual([packed.total, packed.top]);
    expect(text.likely).toBeUndefined();
  });

  it('says what it is not sure of: the runtime leaves its own leaf frames out of a goroutine text', async () => {
    const { likely, top } = await profileIn(textOf('go1.26.8/goroutine.txt'));
    expect(likely).toEqual(['top']);
    expect(top[0]?.func).toBe('main.main.func1');
  });

  it('leaves no line of a text unread', async () => {
    for (const name of ['after.heap.txt', 'block.txt', 'mutex.txt', 'goroutine.txt', 'threadcreate.txt']) {
      const { ledger } = await analyze(textOf(`go1.26.8/${name}`));
      expect([name, ledger.unread, ledger.other]).toEqual([name, 0, 0]);
    }
  });

  it('never throws for a text cut or spliced anywhere, and loses no line', async () => {
    const all = ['after.heap.txt', 'block.txt', 'mutex.txt', 'goroutine.txt', 'threadcreate.txt'].map((name) =>
      textOf(`go1.26.8/${name}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all),
        fc.constantFrom(...all),
        fc.nat(9000),
        fc.nat(9000),
        async (a, b, cutA, cutB) => {
          const { ledger, lines, evidence } = await analyze(a.slice(0, cutA) + b.slice(cutB));
          expect(ledger.read + ledger.blank + ledger.other + ledger.unread).toBe(lines);
          for (const { span } of evidence)
            expect(span.from >= 1 && span.from <= span.to && span.to <= lines).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('explains what it cannot show', async () => {
    const { title, cannotShow, next } = explain(await profileIn(profileBytes('go1.26.8/after.heap.pb.gz')));
    expect(title).toMatch(/^profile: inuse_space, /);
    expect(cannotShow.join(' ')).toContain('Who still holds the memory');
    expect(next.join(' ')).toContain('-diff_base=OLD');
  });
});

describe('growth', () => {
  it.each(versions)('names the line that allocates, with its error bar (%s)', async (version) => {
    const growth = findGrowth(
      await opened(`${version}/before.heap.pb.gz`),
      await opened(`${version}/after.heap.pb.gz`),
    );
    expect(growth && findAllocationSite(growth)).toMatchObject({
      func: 'main.attach',
      file: '/srv/orders/main.go',
      line: 51,
    });
    const [row] = growth?.rows ?? [];
    expect(Math.abs(Number(row?.change) - 1200 * 12288)).toBeLessThan(3 * (row?.sigma ?? 0));
  });

  it('is exact where every allocation was recorded', async () => {
    const growth = findGrowth(
      await opened('go1.26.8-rate1/before.heap.pb.gz'),
      await opened('go1.26.8-rate1/after.heap.pb.gz'),
    );
    expect(growth?.rows[0]).toMatchObject({ sigma: 0, trend: 'growing' });
    expect(Number(growth?.rows[0]?.change) / (1200 * 12288)).toBeCloseTo(1, 4);
  });

  it('is none between a profile and itself', async () => {
    const profile = await opened('go1.26.8/after.heap.pb.gz');
    const growth = findGrowth(profile, profile);
    expect(growth?.trend).toBe('not distinguishable from sampling noise');
    expect(growth && findAllocationSite(growth)).toBeUndefined();
  });

  it('is nothing between profiles of different kinds', async () => {
    expect(findGrowth(await opened('go1.26.8/cpu.pb.gz'), await opened('go1.26.8/after.heap.pb.gz'))).toBeUndefined();
  });
});

const texts = recordedCases().filter(({ args, exit, stdin, golden }) => {
  if (readFileSync(join(fixtures, golden), 'utf8') === '') return false;
  return exit === 0 && stdin === undefined && /^-(top|text|tree|peek|list|traces|raw|tags)/.test(args[0] ?? '');
});

async function reportsIn(text: string): Promise<readonly ReportEvidence[]> {
  const { evidence } = await analyze(text);
  return evidence.filter((one) => one.kind === 'report');
}

describe('a pasted report', () => {
  for (const { id, args, golden } of texts) {
    it(`is read whole: ${id} ${args.join(' ')}`, async () => {
      const text = readFileSync(join(fixtures, golden), 'utf8');
      const { evidence, ledger } = await analyze(text);
      expect(evidence.map((one) => one.kind)).toEqual(['report']);
      const [report] = evidence as readonly ReportEvidence[];
      const wanted = args[0]?.slice(1).replace(/=.*/, '');
      expect(report?.complete).toBe(true);
      // A peek and a tree look alike where a peek shows nearly all.
      if (report?.likely?.includes('report') !== true) expect(report?.report).toBe(wanted);
      else expect(['peek', 'tree']).toContain(wanted);
      expect([ledger.unread, ledger.other]).toEqual([0, 0]);
    });
  }

  it('has type, unit, total and rows as shown', async () => {
    const [report] = await reportsIn(
      [
        'File: orders',
        'Type: inuse_space',
        'Time: Nov 23, 2026 at 12:10am (UTC)',
        'Showing nodes accounting for 115.83MB, 557.01% of 20.80MB total',
        'Dropped 3 nodes (cum <= 0.10MB)',
        '      flat  flat%   sum%        cum   cum%',
        '  128.60MB 618.27% 618.27%   128.60MB 618.27%  main.randBytes (inline)',
        '  -12.77MB 61.39% 556.88%   -12.77MB 61.39%  main.(*Index[...]).keep',
        '         0     0% 556.88%   115.83MB 557.01%  main.main /srv/orders/main.go:12',
      ].join('\n'),
    );
    expect(report).toMatchObject({
      report: 'top',
      type: 'inuse_space',
      unit: 'MB',
      total: 20.8,
      diff: 'diff_base',
      likely: ['diff'],
      era: 'before-2024-10',
      droppedNodes: 3,
      pitfalls: ['percent-over-100', 'dropped-nodes', 'cut-off-not-as-printed', 'negative-values'],
    });
    expect(report?.rows).toMatchObject([
      { func: 'main.randBytes', flat: 128.6, flatPercent: 618.27, inlined: 'all', at: 7 },
      { func: 'main.(*Index[...]).keep', flat: -12.77, at: 8 },
      { func: 'main.main', file: '/srv/orders/main.go', line: 12, flat: 0, cum: 115.83, at: 9 },
    ]);
  });

  it('has the kind of difference for certain where the command is pasted as well', async () => {
    const body =
      'Showing nodes accounting for 1MB, 100% of 1MB total\n      flat  flat%   sum%        cum   cum%\n       1MB   100%   100%        1MB   100%  main.f\n';
    const [base] = await reportsIn(`$ go tool pprof -top -base old.pb.gz new.pb.gz\nType: inuse_space\n${body}`);
    expect([base?.diff, base?.likely]).toEqual(['base', undefined]);
    const [normalized] = await reportsIn(`$ go tool pprof -top -normalize -diff_base=old.pb.gz new.pb.gz\n${body}`);
    expect([normalized?.diff, normalized?.pitfalls]).toEqual(['normalize', ['normalized']]);
  });

  it('may be several, in a session of the shell that changes the type', async () => {
    const session = recordedCases().find(({ stdin }) => stdin?.includes('inuse_objects') === true);
    const reports = await reportsIn(readFileSync(join(fixtures, session?.golden ?? ''), 'utf8'));
    expect(reports.map(({ report }) => report)).toEqual(['top', 'top', 'top', 'tree', 'peek']);
  });

  it('is incomplete where the heading says that rows are missing', async () => {
    const golden =
      recordedCases().find(({ args }) => args.includes('-nodecount=3') && args[0] === '-top')?.golden ?? '';
    const lines = readFileSync(join(fixtures, golden), 'utf8').split('\n');
    const [report] = await reportsIn(lines.slice(0, -2).join('\n'));
    expect(report?.complete).toBe(false);
  });

  it('never throws, cut or spliced anywhere, and loses no line', async () => {
    const all = texts
      .map(({ golden }) => readFileSync(join(fixtures, golden), 'utf8'))
      .filter((text) => text.length < 20_000);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all),
        fc.constantFrom(...all),
        fc.nat(20_000),
        fc.nat(20_000),
        async (a, b, cutA, cutB) => {
          const { ledger, lines, evidence } = await analyze(a.slice(0, cutA) + b.slice(cutB));
          expect(ledger.read + ledger.blank + ledger.other + ledger.unread).toBe(lines);
          for (const { span } of evidence)
            expect(span.from >= 1 && span.from <= span.to && span.to <= lines).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
