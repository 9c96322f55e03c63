/** The components that lessons use without importing them. */
import Exercise from './Exercise.astro';
import MarginNote from './MarginNote.astro';
import Predict from './Predict.astro';
import Term from './Term.astro';
import Trace from './Trace.astro';

export const lessonComponents = { Exercise, MarginNote, Predict, Term, Trace };
