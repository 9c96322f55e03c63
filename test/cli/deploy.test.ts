import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { root } from '../../scripts/setup/paths.ts';
import { demoAssignment, makeDemo } from '../../src/cli/demo-class.ts';
import { faultline } from './faultline.ts';

interface Job {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly image: string; readonly command: readonly string[] }[];
      };
    };
  };
}

const deploy = join(root, 'deploy');
let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-deploy-'));
  await mkdir(at('submissions'));
  await mkdir(at('bin'));
  await writeFile(at('assignment.json'), JSON.stringify(demoAssignment));
  for (const { name, content } of await makeDemo(20, 2)) await writeFile(join(folder, 'submissions', name), content);
  // The command as the container has it on its path.
  await writeFile(
    at('bin/faultline'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'src/cli/faultline.mjs')}' "$@"\n`,
  );
  await chmod(at('bin/faultline'), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

function inPod(command: readonly string[], index: number) {
  const [script = '', ...words] = command;
  return spawnSync('sh', [join(deploy, script), ...words], {
    encoding: 'utf8',
    env: { PATH: `${at('bin')}:${process.env['PATH']}`, CLASS: folder, JOB_COMPLETION_INDEX: String(index) },
  });
}

async function readJobs(): Promise<readonly Job[]> {
  const text = await readFile(join(deploy, 'grade-job.yaml'), 'utf8');
  return parseAllDocuments(text).map((document): Job => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Job;
  });
}

const commandOf = (job: Job | undefined) => job?.spec.template.spec.containers[0]?.command ?? [];

describe('the indexed job', () => {
  it('has as many shards as its pods believe', async () => {
    const [grade, merge] = await readJobs();
    expect(grade?.spec).toMatchObject({ completionMode: 'Indexed', completions: 16 });
    expect(commandOf(grade)).toEqual(['grade-shard.sh', String(grade?.spec.completions)]);
    expect(commandOf(merge)).toEqual(['grade-merge.sh']);
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    for (const job of [grade, merge]) expect(job?.spec.template.spec.containers[0]?.image).toBe(`faultline:${version}`);
  });

  it('gives with its own scripts the bytes of one run, a cut file and all', async () => {
    for (const index of [2, 0, 1]) expect(inPod(['grade-shard.sh', '3'], index)).toMatchObject({ status: 0 });
    expect((await readdir(at('parts'))).sort()).toEqual(['1.part', '2.part', '3.part']);
    const merged = inPod(['grade-merge.sh'], 0);
    expect(merged).toMatchObject({ status: 0, stderr: expect.stringContaining('not graded: cut off') });
    const given = ['--json', '--csv', at('whole.csv'), '--assignment', at('assignment.json')];
    const { stdout, stderr } = await faultline('grade', ...given, at('submissions'));
    expect(await readFile(at('grades.jsonl'), 'utf8')).toBe(stdout);
    expect(await readFile(at('gradebook.csv'), 'utf8')).toBe(await readFile(at('whole.csv'), 'utf8'));
    expect(await readFile(at('not-graded.txt'), 'utf8')).toBe(stderr);
  });

  it('fails a shard that could not be graded at all, and leaves no part', async () => {
    await rm(at('parts'), { recursive: true });
    await writeFile(at('assignment.json'), '{}');
    expect(inPod(['grade-shard.sh', '3'], 0)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no assignment'),
    });
    expect(await readdir(at('parts'))).toEqual(['1.half']);
  });
});
