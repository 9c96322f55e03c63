/** The components that lessons use without importing them. */
import Exercise from './Exercise.astro';
import Lab from './Lab.astro';
import LessonLink from './LessonLink.astro';
import MarginNote from './MarginNote.astro';
import Predict from './Predict.astro';
import Profile from './Profile.astro';
import Recording from './Recording.astro';
import TableHead from './TableHead.astro';
import Term from './Term.astro';
import Trace from './Trace.astro';

export const lessonComponents = {
  a: LessonLink,
  th: TableHead,
  Exercise,
  Lab,
  MarginNote,
  Predict,
  Profile,
  Recording,
  Term,
  Trace,
};
