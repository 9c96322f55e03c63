/** The components that lessons use without importing them. */
import Exercise from './Exercise.astro';
import MarginNote from './MarginNote.astro';
import Trace from './Trace.astro';

export const lessonComponents = { Exercise, MarginNote, Trace };
