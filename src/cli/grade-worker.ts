/** A thread of {@link gradeInPool}: grades the files that it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { gradePart, type ClassFile, type GradingBasis } from '../gradebook/index.ts';

const basis = workerData as GradingBasis;

parentPort?.on('message', (files: readonly ClassFile[]) => {
  void gradePart(files, basis).then((part) => parentPort?.postMessage(part));
});
