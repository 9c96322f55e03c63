/** Words for origins, apart from what works origins out: the page needs the words alone. */
import type { Origin } from '../analysis/trace/index.ts';

/** The words for whose code a frame is. */
export const originWords: Readonly<Record<Origin, string>> = {
  own: 'own code',
  library: 'library',
  std: 'standard library',
  runtime: 'runtime',
  generated: 'generated',
};
