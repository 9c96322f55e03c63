import { describe, expect, it } from 'vitest';
import { courseLessons, walkLesson, type WalkMode } from './course-walk.ts';
import { useBrowser } from './open-page.ts';

const open = useBrowser();
const lessons = await courseLessons();
const lessonMillis = 600_000;

/** The whole course runs with `npm run suite:course`; every test run walks through these. */
const sample: Readonly<Record<WalkMode, readonly number[]>> = { live: [1, 6, 10, 15], replay: [3, 9] };
const isWhole = process.env['FAULTLINE_COURSE'] === 'whole';

describe.each(['live', 'replay'] as const)('the course, %s', (mode) => {
  const walked = lessons.filter(({ number }) => isWhole || sample[mode].includes(number));
  it.each(walked.map((name) => [name.folder, name] as const))(
    '%s: every lab runs and every exercise earns its points',
    async (_, name) => {
      expect(await walkLesson(open, name, mode)).toEqual([]);
    },
    lessonMillis,
  );
});
