import { describe, expect, it } from 'vitest';
import { profileBytes, runOver } from './fixtures.ts';

const heap = 'go1.26.8/after.heap.pb.gz';

describe('the shell', () => {
  it('explains itself in its own words', async () => {
    const { stderr, exit } = await runOver([heap], {
      stdin: 'help\nhelp top\nhelp focus\nhelp sample_index\nhelp nosuch\n',
    });
    expect(exit).toBe(0);
    expect(stderr).toContain('Print the largest nodes');
    expect(stderr).toContain('Only samples that pass a match');
    expect(stderr).toContain('One of alloc_objects, alloc_space, inuse_objects, inuse_space.');
    expect(stderr).toContain('Unknown command: nosuch');
  });

  it('shows its settings', async () => {
    const { stderr } = await runOver([heap], { stdin: 'nodecount=7\nlines=true\no\n' });
    expect(stderr).toContain('  nodecount                 = 7');
    expect(stderr).toContain(
      '  granularity               = lines                //: [addresses | filefunctions | files | functions | lines]',
    );
    expect(stderr).toContain('  sample_index              = inuse_space');
  });

  it.each([
    ['sample_index=nope', 'sample_index "nope" must be one of: [alloc_objects alloc_space inuse_objects inuse_space]'],
    ['granularity=odd', 'invalid "granularity" value "odd"'],
    ['nodecount=x', 'strconv.Atoi: parsing "x": invalid syntax'],
    ['trim=maybe', 'illegal value "maybe" for bool variable'],
    ['unit', 'please specify a value, e.g. unit=<val>'],
    ['list', 'command list requires an argument'],
    ['top >', 'unexpected end of line after >'],
    ['whatever', 'unrecognized command: "whatever"'],
    ['peek nosuch', 'no matches found for regexp: nosuch'],
  ])('answers %s with a complaint and goes on', async (command, complaint) => {
    const { stderr, stdout, exit } = await runOver([heap], { stdin: `${command}\ncomments\n` });
    expect(stderr).toContain(complaint);
    expect([stdout.toString(), exit]).toEqual(['(pprof) (pprof) (pprof) ', 0]);
  });

  it('writes reports to files', async () => {
    const { written, stdout, stderr } = await runOver([heap], {
      stdin: 'top2 >top.txt\nproto\nproto\ncallgrind >out.grind\n',
    });
    expect([...written.keys()]).toEqual(['top.txt', 'profile001.pb.gz', 'profile002.pb.gz', 'out.grind']);
    expect(stderr).toContain('Generating report in profile001.pb.gz');
    expect(stdout.toString()).toBe('(pprof) '.repeat(5));
  });
});

describe('proto', () => {
  it('is the same profile once read again', async () => {
    const { stdout } = await runOver(['-proto', heap]);
    const files = new Map([['again', new Uint8Array(stdout)]]);
    const [again, first] = [await runOver(['-raw', 'again'], { files }), await runOver(['-raw', heap])];
    expect(again.stdout.toString()).toBe(first.stdout.toString());
  });

  it('of a difference keeps the base', async () => {
    const diff = await runOver(['-proto', '-diff_base=go1.26.8/before.heap.pb.gz', heap]);
    const files = new Map([['diff', new Uint8Array(diff.stdout)]]);
    const direct = await runOver(['-top', '-diff_base=go1.26.8/before.heap.pb.gz', heap]);
    expect((await runOver(['-top', 'diff'], { files })).stdout.toString()).toBe(direct.stdout.toString());
  });
});

describe('sources', () => {
  it('may be addresses, and what came from there is kept', async () => {
    const url = 'http://localhost:6060/debug/pprof/heap';
    const files = new Map([[url, profileBytes(heap)]]);
    const ran = await runOver(['-top', 'localhost:6060/debug/pprof/heap'], { files, env: { PPROF_TMPDIR: '/keep' } });
    const file = await runOver(['-top', heap]);
    expect(ran.stdout.toString()).toBe(file.stdout.toString());
    expect(ran.stderr).toContain(`Fetching profile over HTTP from ${url}`);
    expect([...ran.written.keys()]).toEqual([
      '/keep/pprof.orders.alloc_objects.alloc_space.inuse_objects.inuse_space.001.pb.gz',
    ]);
  });

  it('that cannot be read are named, and the rest is summed', async () => {
    const { stderr, exit } = await runOver(['-top', heap, 'nosuch.pb.gz']);
    expect(stderr).toContain('nosuch.pb.gz: stat nosuch.pb.gz: no such file or directory');
    expect(stderr).toContain('Fetched 1 source profiles out of 2');
    expect(exit).toBe(0);
  });

  it('may start with the program', async () => {
    const program = new Uint8Array(100);
    program.set([0x7f, 0x45, 0x4c, 0x46]);
    const { stdout } = await runOver(['-top', './server', heap], { files: new Map([['./server', program]]) });
    expect(stdout.toString()).toMatch(/^File: server\n/);
  });
});

describe('the command line', () => {
  it('explains itself without a profile', async () => {
    const { stderr, exit } = await runOver([]);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^usage: pprof [^]*no profile source specified\n$/);
  });

  it('opens the viewer for -http', async () => {
    const { stderr, exit, stdout } = await runOver(['-http=localhost:8080', heap]);
    expect([stderr, exit, stdout.length]).toEqual(['Serving web UI on http://localhost:8080\n', 0, 0]);
  });

  it('takes the time zone of its surroundings', async () => {
    const { stdout } = await runOver(['-top', heap], { env: { TZ: 'America/New_York' } });
    expect(stdout.toString()).toMatch(/Time: 2026-11-23 \d\d:\d\d:\d\d EST/);
  });
});
