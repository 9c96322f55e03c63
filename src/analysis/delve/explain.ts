import type { Explanation, Statement } from '../text/index.ts';
import type { Site } from '../trace/index.ts';
import { shortName } from '../trace/index.ts';
import type { DelveEvidence, DelveSelection, DelveVariable } from './model.ts';

const MAX_VALUES = 8;
const VERBS = {
  panic: 'panicked',
  fatal: 'was stopped by the runtime',
  blocked: 'waits',
  stop: 'was last seen',
} as const;

/**
 * What a Delve session says, in sentences for a learner: where it went wrong, which frames were visited, and which
 * values tell.
 * @example explainDelve(session).title // 'Delve session: main.go:59 (main.ship), frame 10'
 */
export function explainDelve(delve: DelveEvidence): Explanation {
  return {
    title: titleOf(delve),
    is: 'A session of Delve, the debugger that knows goroutines. What it prints is the state at one moment.',
    shows: [...crashStatements(delve), ...delve.selections.map(selectionStatement), ...valueStatements(delve)],
    cannotShow: cannotShow(delve),
    next: nextSteps(delve),
    provenance: provenanceOf(delve),
  };
}

function titleOf({ crash }: DelveEvidence): string {
  return crash === undefined ? 'Delve session' : `Delve session: ${describeSite(crash.site)}, frame ${crash.frame}`;
}

function crashStatements({ crash, frames }: DelveEvidence): Statement[] {
  if (crash === undefined) return [];
  const who = crash.goroutine === undefined ? 'The goroutine' : `Goroutine ${crash.goroutine}`;
  const text = `${who} ${VERBS[crash.how]} at ${describeSite(crash.site)}, frame ${crash.frame} of its stack.`;
  const likely = crash.confidence === undefined ? {} : { confidence: crash.confidence };
  const statement: Statement = { text, ...(crash.site.at === undefined ? {} : { at: crash.site.at }), ...likely };
  const top = frames[0];
  if (top === undefined || crash.frame === 0 || crash.how === 'stop') return [statement];
  const above = `Frame 0 is ${shortName(top.func)}: the frames before ${crash.frame} are the runtime at work after the fact.`;
  return [statement, { text: above, ...(top.at === undefined ? {} : { at: top.at }) }];
}

function selectionStatement({ frame, site, at }: DelveSelection): Statement {
  const { func, file, line } = site;
  const where = func === undefined ? `${baseOf(file)}:${line}` : describeSite({ func, file, line });
  return { text: `You went to frame ${frame}, ${where}.`, at };
}

/** The values that decide: nil ones, interfaces that hold nil, and those that could not be read. */
function valueStatements({ variables, crash }: DelveEvidence): Statement[] {
  const telling = variables.filter(({ isNil, holdsNil, unreadable, frame, expression }) => {
    const isOurs = crash === undefined || frame === undefined || frame >= crash.frame;
    return isOurs && expression !== undefined && (isNil === true || holdsNil === true || unreadable !== undefined);
  });
  return telling.slice(0, MAX_VALUES).map((variable) => {
    const { at, confidence } = variable;
    return { text: describeValue(variable), at, ...(confidence === undefined ? {} : { confidence }) };
  });
}

function describeValue({ expression = 'A value', frame, holdsNil, dynamicType, unreadable }: DelveVariable): string {
  const what = frame === undefined ? expression : `${expression} in frame ${frame}`;
  if (unreadable !== undefined) return `${what} could not be read (${unreadable}): that is not the same as nil.`;
  if (holdsNil === true) return `${what} is not nil, but the ${dynamicType ?? 'pointer'} inside it is.`;
  return `${what} is nil.`;
}

function cannotShow({ target, form, variables }: DelveEvidence): string[] {
  return [
    ...(target === 'core' ? ['What happened before: a core is one moment, and nothing can be run in it.'] : []),
    ...(form === 'piped' ? ['What was asked: the commands were piped in and are not in the text.'] : []),
    ...(variables.some(({ unreadable }) => unreadable !== undefined)
      ? ['Variables that the compiler optimized away. Build with -gcflags "all=-N -l" and let it crash again.']
      : []),
  ];
}

function nextSteps({ crash, selections, variables, frames }: DelveEvidence): string[] {
  if (crash === undefined) {
    return [
      frames.length === 0
        ? 'Print the stack with `bt`.'
        : 'Look for the frame below runtime.sigpanic or runtime.gopanic.',
    ];
  }
  if (crash.how !== 'stop' && !selections.some(({ frame }) => frame === crash.frame)) {
    return [`Go to the frame with \`frame ${crash.frame}\`, then \`args\` and \`locals\`.`];
  }
  if (!variables.some(({ frame }) => frame === crash.frame)) {
    return ['Print the variables that the marked line uses, with `args`, `locals` and `print`.'];
  }
  return [`Compare with the caller: \`frame ${crash.frame + 1}\`, the same names. Where does the value turn?`];
}

function provenanceOf({ target, optimized, exitStatus }: DelveEvidence): Statement[] {
  return [
    ...(target === undefined ? [] : [{ text: `From \`dlv ${target}\`.` }]),
    ...(optimized === true ? [{ text: 'Some functions are optimized.' }] : []),
    ...(exitStatus === undefined ? [] : [{ text: `The process exited with status ${exitStatus}.` }]),
  ];
}

function describeSite({ func, file, line }: Site): string {
  return file === undefined ? shortName(func) : `${baseOf(file)}:${line ?? '?'} (${shortName(func)})`;
}

function baseOf(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
