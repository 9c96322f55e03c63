/**
 * Questions that a learner's own evidence raises: each names what stands in it, so that whoever made it can answer and
 * whoever only pasted it has to read it now.
 */
import type {
  DelveEvidence,
  DumpEvidence,
  Evidence,
  FatalEvidence,
  Goroutine,
  HeapdumpEvidence,
  PanicEvidence,
  ProfileEvidence,
  RaceEvidence,
  ReportEvidence,
  ShellEvidence,
  Site,
} from '../analysis/index.ts';
import { shortName } from '../analysis/trace/index.ts';

/** A question, and the fact of the evidence that it stands on. */
export interface EvidenceQuestion {
  readonly ask: string;
  /** What the instructor sees in the evidence: the fact, with its line where it has one. */
  readonly fact: string;
}

/**
 * Returns the questions that one piece of evidence raises, the most telling first.
 *
 * @example questionsOn(analysis.evidence[0])
 */
export function questionsOn(found: Evidence): readonly EvidenceQuestion[] {
  switch (found.kind) {
    case 'panic':
      return [...onChain(found), ...onFault(found), ...onOperands(found), ...onSignal(found), ...onCreation(found)];
    case 'fatal':
      return [...onGroups(found), ...onFatal(found)];
    case 'dump':
      return onGroups(found);
    case 'race':
      return onRace(found);
    case 'delve':
      return onSession(found);
    case 'shell':
      return onCore(found);
    case 'profile':
    case 'report':
      return onProfile(found);
    case 'heapdump':
      return onHolders(found);
    case 'foreign':
      return [];
  }
}

function onChain({ chain }: PanicEvidence): EvidenceQuestion[] {
  const [first] = chain;
  if (first === undefined || chain.length < 2) return [];
  const raised = chain.length === 2 ? 'two values' : `${chain.length} values`;
  return [
    {
      ask: `Your trace prints ${raised} one under the other, the first of them “${brief(first.value)}”. Which was raised first, and what did each of the others do with it?`,
      fact: `The chain begins with “${brief(first.value)}” (line ${first.at}).`,
    },
  ];
}

function onFault({ fault, topUserFrame, goroutines, goroutine }: PanicEvidence): EvidenceQuestion[] {
  if (fault === undefined) return [];
  const stack = crashed(goroutines, goroutine)?.frames ?? [];
  const caller = stack[stack.findIndex((frame) => frame.at === fault.at) + 1];
  const questions: EvidenceQuestion[] = [];
  if (topUserFrame !== undefined && place(topUserFrame) !== place(fault))
    questions.push({
      ask: `${named(topUserFrame)} stands above ${named(fault)} in your trace. Why is the upper one not where it failed?`,
      fact: `The fault is ${named(fault)}${lineOf(fault)}; ${named(topUserFrame)} is the top frame of own code.`,
    });
  if (caller?.line !== undefined)
    questions.push({
      ask: `In your trace ${named(caller)} called ${named(fault)}. What did the caller hand over that made that line fail, and where would you look for it?`,
      fact: `The fault is ${named(fault)}${lineOf(fault)}, called by ${named(caller)}.`,
    });
  return questions;
}

function onOperands({ operands, fault }: PanicEvidence): EvidenceQuestion[] {
  const told = Object.entries(operands ?? {})
    .filter(([name, value]) => name !== 'address' && typeof value === 'number')
    .map(([name, value]) => `${name} ${value}`);
  if (told.length === 0 || fault === undefined) return [];
  const list = told.join(', ');
  return [
    {
      ask: `The message says ${list}. Which expression at ${place(fault)} had which of these values, and how did it come to?`,
      fact: `The runtime printed ${list} for ${named(fault)}${lineOf(fault)}.`,
    },
  ];
}

function onSignal({ signal, fault }: PanicEvidence): EvidenceQuestion[] {
  if (signal?.address === undefined || fault === undefined) return [];
  return [
    {
      ask: `Your trace has ${signal.name} at address ${signal.address}. What does that address tell about what was nil at ${place(fault)}?`,
      fact: `${signal.name}, addr=${signal.address}, in ${named(fault)}${lineOf(fault)}.`,
    },
  ];
}

function onCreation({ createdBy, fault, goroutine }: PanicEvidence): EvidenceQuestion[] {
  if (createdBy === undefined || fault === undefined) return [];
  const who = goroutine === undefined ? 'The goroutine that crashed' : `Goroutine ${goroutine}`;
  return [
    {
      ask: `${who} was created by ${named(createdBy)}. What does that line have to do with the failure at ${place(fault)}, and what not?`,
      fact: `created by ${named(createdBy)}${lineOf(createdBy)}.`,
    },
  ];
}

function onFatal({ message, fault }: FatalEvidence): EvidenceQuestion[] {
  if (fault === undefined) return [];
  return [
    {
      ask: `Your program died of “${brief(message)}” with ${named(fault)} on top of its own code. Would a recover in that function have helped? Why?`,
      fact: `fatal error: ${brief(message)}, own frame ${named(fault)}${lineOf(fault)}.`,
    },
  ];
}

function onGroups({ groups, suspects }: DumpEvidence | FatalEvidence): EvidenceQuestion[] {
  const ranked = [...suspects.map(({ group }) => group), ...groups.keys()];
  return [...new Set(ranked)].slice(0, 2).flatMap((index) => {
    const group = groups[index];
    // Who runs waits for nobody.
    if (group?.blockedAt === undefined || /^runn(?:ing|able)/.test(group.state)) return [];
    const { state, count, maxWaitMinutes, blockedAt, createdAt } = group;
    const who = count === 1 ? `One goroutine is` : `${count} goroutines are`;
    const waited = maxWaitMinutes === undefined ? '' : ` for up to ${maxWaitMinutes} minutes`;
    const from = createdAt === undefined ? '' : `, created at ${named(createdAt)}`;
    return [
      {
        ask: `${who} in [${state}]${waited} at ${named(blockedAt)}${from}. Who should have let ${count === 1 ? 'it' : 'them'} go on, and where in the dump is that one?`,
        fact: `${count} × [${state}]${waited}, ${named(blockedAt)}${lineOf(blockedAt)}${from}.`,
      },
    ];
  });
}

function onRace({ accesses, created, address }: RaceEvidence): EvidenceQuestion[] {
  const [now, before] = accesses;
  if (now?.site === undefined || before?.site === undefined) return [];
  const start = created.find(({ site }) => site !== undefined)?.site;
  const told = (access: typeof now) =>
    `${access.op ?? 'access'} by ${access.goroutine === 'main' ? 'the main goroutine' : `goroutine ${access.goroutine ?? '?'}`}`;
  const both = `${told(now)} at ${place(now.site)}, ${told(before)} at ${place(before.site)}`;
  const questions = [
    {
      ask: `Your report has a ${both}. What would have to happen between the two for this to be no race, and which of the two lines lacks it?`,
      fact: `${both}${address === undefined ? '' : `, on ${address}`}.`,
    },
  ];
  if (start !== undefined)
    questions.push({
      ask: `One of the two goroutines was started at ${named(start)}. What did it share with the other from that moment on?`,
      fact: `Goroutine created at ${named(start)}${lineOf(start)}.`,
    });
  return questions;
}

function onSession({ variables, crash, frames }: DelveEvidence): EvidenceQuestion[] {
  const questions: EvidenceQuestion[] = [];
  const byName = Map.groupBy(
    variables.filter(({ expression, frame }) => expression !== undefined && frame !== undefined),
    ({ expression }) => expression ?? '',
  );
  for (const [expression, values] of byName) {
    const [one, other] = [values[0], values.find(({ value }) => value !== values[0]?.value)];
    if (one === undefined || other === undefined) continue;
    questions.push({
      ask: `In your session ${expression} is ${brief(one.value)} in frame ${one.frame} and ${brief(other.value)} in frame ${other.frame}. How can both be right?`,
      fact: `${expression}: ${brief(one.value)} (line ${one.at}), ${brief(other.value)} (line ${other.at}).`,
    });
  }
  const held = variables.find(({ holdsNil }) => holdsNil === true);
  if (held !== undefined)
    questions.push({
      ask: `You printed ${held.expression ?? 'an interface'} and saw ${brief(held.value)}. Is it equal to nil? What does the line that tests it see?`,
      fact: `${held.expression ?? 'The value'} holds a nil pointer (line ${held.at}).`,
    });
  if (crash !== undefined && frames.length > 0)
    questions.push({
      ask: `You stopped at frame ${crash.frame}, ${named(crash.site)}. What are the frames above it, and why did you not stay in frame 0?`,
      fact: `The frame that matters is ${crash.frame} of ${frames.length}: ${named(crash.site)}${lineOf(crash.site)}.`,
    });
  return questions;
}

function onCore({ steps, core, limit, pattern }: ShellEvidence): EvidenceQuestion[] {
  const step = steps.find(({ command }) => /ulimit|gcore|core_pattern|GOTRACEBACK/.test(command));
  const questions: EvidenceQuestion[] = [];
  if (step !== undefined)
    questions.push({
      ask: `You typed “${brief(step.command)}”. What would have come out of the session without it?`,
      fact: `${brief(step.command)} (line ${step.at}).`,
    });
  if (core !== undefined)
    questions.push({
      ask: `Your core is ${core.path}${core.how === 'gcore' ? ', taken from the living process' : ''}. Who wrote it there, and who may read what is in it?`,
      fact: `${core.path} (line ${core.at})${limit === undefined ? '' : `, limit ${limit}`}${pattern === undefined ? '' : `, core_pattern ${pattern}`}.`,
    });
  return questions;
}

function onProfile(found: ProfileEvidence | ReportEvidence): EvidenceQuestion[] {
  const rows = found.kind === 'profile' ? found.top : found.rows;
  const [top] = rows;
  const through = rows.find((row) => row !== top && Number(row.cum ?? 0) > Number(row.flat ?? 0));
  if (top?.flat === undefined) return [];
  const unit = found.kind === 'report' ? (found.unit ?? '') : unitOf(found);
  const questions = [
    {
      ask: `${shortName(top.func)} comes first in your profile with ${top.flat} ${unit} flat. Does that say who allocated it, who holds it, or both? How would you find the other?`,
      fact: `${top.func}: flat ${top.flat}, cum ${top.cum ?? '?'} ${unit}.`,
    },
  ];
  if (through !== undefined)
    questions.push({
      ask: `${shortName(through.func)} has ${through.flat ?? 0} flat and ${through.cum ?? 0} cum in your profile. What does the difference mean?`,
      fact: `${through.func}: flat ${through.flat ?? 0}, cum ${through.cum ?? 0} ${unit}.`,
    });
  return questions;
}

function unitOf({ sampleTypes, defaultType }: ProfileEvidence): string {
  return sampleTypes.find(({ type }) => type === defaultType)?.unit ?? '';
}

function onHolders({ holders }: HeapdumpEvidence): EvidenceQuestion[] {
  const [first] = holders;
  if (first === undefined) return [];
  return [
    {
      ask: `In your dump ${first.root} holds ${first.count} objects, and with them ${first.retainedBytes} bytes. What is the shortest change after which the collector may take them?`,
      fact: `${first.root}: ${first.count} objects, ${first.bytes} bytes, ${first.retainedBytes} retained.`,
    },
  ];
}

function crashed(goroutines: readonly Goroutine[], id: number | undefined): Goroutine | undefined {
  return goroutines.find((goroutine) => goroutine.id === id) ?? goroutines[0];
}

/** `Process (panic_test.go:38)`. */
function named(site: Site): string {
  const name = shortName(site.func);
  if (site.line === undefined) return name;
  return name === '' ? place(site) : `${name} (${place(site)})`;
}

function place({ file, line, func }: Site): string {
  if (file === undefined) return shortName(func);
  return `${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}:${line ?? '?'}`;
}

function lineOf({ at }: Site): string {
  return at === undefined ? '' : `, line ${at} of the paste`;
}

function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
