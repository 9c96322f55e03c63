/** A class graded on all cores of one machine. What comes out does not depend on how many there are. */
import { Worker } from 'node:worker_threads';
import { gradePart, type ClassFile, type GradedPart, type GradingBasis } from '../gradebook/index.ts';

/** Few enough that the last share keeps nobody waiting, many enough that sending them costs little. */
const filesAtOnce = 16;

/** A class below this is graded sooner than a worker has started. */
const leastForWorkers = 100;

/** Grades the files, by workers where there are enough of them; `onProgress` hears how many are done. */
export async function gradeInPool(
  files: readonly ClassFile[],
  basis: GradingBasis,
  workers: number,
  onProgress: (done: number) => void,
): Promise<readonly GradedPart[]> {
  const count = files.length < leastForWorkers ? 1 : workers;
  if (count === 1) return [await gradePart(files, basis, { onProgress })];
  const pool = Array.from({ length: count }, () => startWorker(basis));
  try {
    return await shareOut(files, pool, onProgress);
  } finally {
    await Promise.all(pool.map(({ end }) => end()));
  }
}

async function shareOut(
  files: readonly ClassFile[],
  pool: readonly GradeWorker[],
  onProgress: (done: number) => void,
): Promise<readonly GradedPart[]> {
  const parts: GradedPart[] = [];
  let [next, done] = [0, 0];
  const work = async ({ grade }: GradeWorker) => {
    while (next < files.length) {
      const share = files.slice(next, (next += filesAtOnce));
      parts.push(await grade(share));
      onProgress((done += share.length));
    }
  };
  await Promise.all(pool.map(work));
  return parts;
}

interface GradeWorker {
  readonly grade: (files: readonly ClassFile[]) => Promise<GradedPart>;
  readonly end: () => Promise<unknown>;
}

function startWorker(basis: GradingBasis): GradeWorker {
  const worker = new Worker(new URL('./grade-worker.ts', import.meta.url), { workerData: basis });
  return {
    grade: (files) =>
      new Promise((resolve, reject) => {
        worker.once('error', reject);
        worker.once('message', (part: GradedPart) => {
          worker.off('error', reject);
          resolve(part);
        });
        worker.postMessage(files);
      }),
    end: () => worker.terminate(),
  };
}
