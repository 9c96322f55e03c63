/** Output that a page without Go played from the lesson's recordings: evidence like any other, and marked as what it is. */
import type { EvidenceFile, Finding } from './verdict.ts';

/** True where the source is `recording`, or `recording: COMMAND` as the page's lab names what it played. */
export function isPlayed({ source }: Pick<EvidenceFile, 'source'>): boolean {
  return source === 'recording' || source.startsWith('recording: ');
}

/** Said with every verdict on such evidence in an exercise that asks for a run of one's own. */
export const playedFinding: Finding = {
  id: 'played-recording',
  message:
    'This was judged on a recording of the lesson, since Go did not run in the page. Run the lab where Go runs, and a new check judges your own output.',
};
