import type { Site } from '../trace/index.ts';
import type { Mutable, PrintedStack, SessionFacts } from './facts.ts';
import type { DelveGoroutine } from './model.ts';
import type { Row } from './rows.ts';
import type { Scoped } from './scope.ts';
import { expressionOf, isFreeText, isPrint, isResume, isStep, mustPrint, scopeOf } from './scope.ts';
import type { Segment } from './session.ts';
import type { GoroutineRow, Located } from './shapes.ts';
import {
  exitOf,
  frameOf,
  goroutineOf,
  headerOf,
  isLogRow,
  isSourceRow,
  labelsOf,
  listedOf,
  locationOf,
  placeOf,
  selectedOf,
  stopOf,
  stopVariableOf,
  switchOf,
  variableOf,
} from './shapes.ts';
import { factsOfValue, isBareType, looksLikeValue, openBrackets, valueLength } from './value.ts';

const PAGER = 'Sending output to pager...';

/** Adds to the facts what one command and its output say. */
export function readSegment(facts: SessionFacts, segment: Segment): void {
  const { command, line } = segment;
  if (command !== undefined && command !== '') facts.addCommand(command, line);
  new SegmentReader(facts, segment, scopeOf(command ?? '', facts.frame)).run();
}

/** Reads the rows of one segment. */
class SegmentReader {
  readonly #facts: SessionFacts;
  readonly #segment: Segment;
  readonly #scope: Scoped;
  #stack: PrintedStack | undefined;
  #pendingFrame: { index: number; func: string; row: Row } | undefined;
  #goroutine: Mutable<DelveGoroutine> | undefined;
  #stop: { stop: NonNullable<ReturnType<typeof stopOf>>; row: Row } | undefined;
  #variable: { name: string; rows: string[]; row: Row; depth: number; frame?: number } | undefined;
  #listing = false;
  /** Variables of a stop stand before its listing. */
  #sourceSeen = false;
  /** What follows `Values returned:` belongs to a call that is over. */
  #returned = false;
  #understood = false;
  readonly #loose: Row[] = [];

  constructor(facts: SessionFacts, segment: Segment, scope: Scoped) {
    this.#facts = facts;
    this.#segment = segment;
    this.#scope = scope;
  }

  run(): void {
    const { command } = this.#segment;
    const rows = this.#segment.rows.filter(({ text }) => !isLogRow(text));
    if (isPrint(this.#scope)) this.#print(rows);
    else for (const row of rows) this.#row(row);
    this.#finish();
    if (rows.every(({ text }) => text.trim() === '')) this.#silent(command);
  }

  /** In the echoed form everything after `print` is its value, except errors and the list of waiting goroutines. */
  #print(rows: readonly Row[]): void {
    const waiting = rows.findIndex(({ text }) => text === 'Goroutines waiting on this channel:');
    const value = rows.slice(rows.findLastIndex(({ text }) => text === PAGER) + 1, waiting < 0 ? undefined : waiting);
    for (const row of waiting < 0 ? [] : rows.slice(waiting + 1)) this.#row(row);
    if (value.some((row) => this.#error(row))) return;
    this.#value(value, expressionOf(this.#scope));
  }

  #row(row: Row): void {
    const { text } = row;
    if (text.trim() === '') return this.#blank();
    if (this.#continuesVariable(text)) {
      this.#extendVariable(text);
      return;
    }
    this.#variable = this.#closeVariable();
    const known =
      this.#error(row) ||
      this.#pagerRow(text) ||
      this.#frameRow(row) ||
      this.#goroutineRow(row) ||
      this.#stopRow(row) ||
      this.#stateRow(row) ||
      this.#displayRow(row) ||
      this.#sourceRow(text) ||
      this.#variableRow(row);
    if (known) this.#understood = true;
    else this.#loose.push(row);
  }

  #blank(): void {
    this.#variable = this.#closeVariable();
  }

  #error({ text, first, last }: Row): boolean {
    if (!text.startsWith('Command failed: ')) return false;
    const { command } = this.#segment;
    this.#facts.errors.push({
      ...(command === undefined ? {} : { command }),
      message: text.slice('Command failed: '.length),
      at: this.#facts.at({ text, first, last }),
    });
    return true;
  }

  /** Output too long for the screen starts anew in the pager. */
  #pagerRow(text: string): boolean {
    if (text !== PAGER) return false;
    this.#pendingFrame = undefined;
    this.#loose.length = 0;
    return true;
  }

  #frameRow(row: Row): boolean {
    const frame = frameOf(row.text);
    if (frame !== undefined) {
      this.#flushFrame();
      if (frame.index === 0 || this.#stack === undefined) this.#openStack();
      this.#pendingFrame = { ...frame, row };
      return true;
    }
    const place = placeOf(row.text);
    const pending = this.#pendingFrame;
    if (place !== undefined && pending !== undefined) {
      this.#pendingFrame = undefined;
      const cut = this.#facts.mayBeCut(row) ? { confidence: 'likely' as const } : {};
      this.#stack?.frames.push({ index: pending.index, func: pending.func, ...place, at: this.#facts.at(row), ...cut });
      return true;
    }
    if (this.#stack === undefined) return false;
    if (row.text.trim() === '(truncated)') this.#stack.truncated = true;
    return place !== undefined || /^\s*(?:\(truncated\)$|error: |frame: |defer \d+: |deferred by )/.test(row.text);
  }

  #openStack(): void {
    const { goroutine } = this.#scope;
    const id = this.#goroutine?.id ?? goroutine;
    this.#stack = {
      frames: [],
      truncated: false,
      epoch: this.#facts.epoch,
      ...(id === undefined ? {} : { goroutine: id }),
    };
    if (this.#goroutine === undefined) this.#facts.stacks.push(this.#stack);
    else this.#goroutine.frames = this.#stack.frames;
  }

  #flushFrame(): void {
    const pending = this.#pendingFrame;
    if (pending === undefined) return;
    this.#pendingFrame = undefined;
    this.#facts.cutAt ??= pending.row.first;
    this.#stack?.frames.push({ index: pending.index, func: pending.func, at: this.#facts.at(pending.row) });
  }

  #goroutineRow(row: Row): boolean {
    const found = goroutineOf(row.text);
    if (found !== undefined) {
      this.#openGoroutine(found, row);
      return true;
    }
    const header = headerOf(row.text);
    if (header !== undefined) {
      this.#goroutine = this.#known(header, row);
      if (this.#scope.goroutine === undefined) this.#facts.isCurrent(header);
      return true;
    }
    const goroutine = this.#goroutine;
    const named = /^\s*(Runtime|User|Go|Start|Labels): (.*)$/.exec(row.text);
    if (goroutine === undefined || named === null) return this.#goroutineFooter(row.text);
    if (named[1] === 'Labels') goroutine.labels = labelsOf(named[2] ?? '');
    else this.#place(goroutine, named[1] ?? '', locationOf(named[2] ?? ''), row);
    return true;
  }

  #openGoroutine(found: GoroutineRow, row: Row): void {
    const goroutine = this.#known(found.id, row);
    this.#stack = undefined;
    this.#goroutine = goroutine;
    if (found.selected) this.#facts.isCurrent(found.id);
    if (found.state !== undefined) goroutine.state = found.state;
    if (found.selected) goroutine.selected = true;
    if (found.threadId !== undefined) goroutine.threadId = found.threadId;
    this.#place(goroutine, found.name, found.location, row);
  }

  #place(goroutine: Mutable<DelveGoroutine>, name: string, location: Located | undefined, row: Row): void {
    if (location === undefined) return;
    const site: Site = { ...location, at: this.#facts.at(row) };
    if (name === 'User') goroutine.user = site;
    else if (name === 'Runtime') goroutine.runtime = site;
    else if (name === 'Go') goroutine.createdBy = site;
    else goroutine.start = site;
  }

  #known(id: number, row: Row): Mutable<DelveGoroutine> {
    let goroutine = this.#facts.goroutines.get(id);
    if (goroutine === undefined) this.#facts.goroutines.set(id, (goroutine = { id, at: this.#facts.at(row) }));
    return goroutine;
  }

  #goroutineFooter(text: string): boolean {
    return /^\s*(?:\[\d+ goroutines\]|Too many groups|Total: \d+|Thread \d+ at .*|\* Thread \d+ at .*|Goroutine \d+ - .*|\S.*:\d{1,7} in \S.*)$/.test(
      text,
    );
  }

  #stopRow(row: Row): boolean {
    const stop = stopOf(row.text);
    if (stop !== undefined) {
      this.#commitStop();
      this.#stop = { stop, row };
      this.#listing = true;
      return true;
    }
    const selected = selectedOf(row.text);
    if (selected !== undefined) {
      this.#stop = undefined;
      this.#listing = true;
      this.#facts.select(selected.frame);
      const { file, line } = selected;
      const at = this.#facts.at(row);
      this.#facts.selections.push({ frame: selected.frame, site: { file, line, at }, at, epoch: this.#facts.epoch });
      return true;
    }
    if (/^(?:> goroutine\(|>> goroutine\(|Showing |Stopped at: )/.test(row.text)) return (this.#listing = true);
    return this.#listed(row);
  }

  #listed({ text }: Row): boolean {
    const listed = listedOf(text);
    if (listed === undefined) return false;
    this.#listing = true;
    this.#facts.isCurrent(listed.goroutine);
    if (this.#facts.form === 'piped') this.#facts.select(listed.frame);
    return true;
  }

  #commitStop(): void {
    if (this.#stop === undefined) return;
    const { stop, row } = this.#stop;
    this.#stop = undefined;
    this.#facts.stops.push({ ...stop, at: this.#facts.at(row) });
    this.#facts.move(stop.goroutine ?? (isStep(this.#scope) ? this.#facts.current.get(this.#facts.epoch) : undefined));
  }

  #stateRow({ text }: Row): boolean {
    const moved = switchOf(text);
    if (moved !== undefined) {
      if (moved.from > 0) this.#facts.isCurrent(moved.from);
      this.#facts.move(moved.to);
      return true;
    }
    if (text.startsWith('Warning: debugging optimized')) this.#facts.optimized = true;
    if (text === 'Values returned:') this.#returned = true;
    const status = exitOf(text);
    if (status !== undefined) this.#facts.exitStatus = status;
    return (
      status !== undefined ||
      /^(?:Warning: |WARNING: |Breakpoint |Process |Type 'help'|Would you like|Switched |\(no |Values returned:|Goroutines waiting|Script (?:started|done) on )/.test(
        text,
      )
    );
  }

  /** `0: x = 1`, printed at each stop for `display -a x`. */
  #displayRow(row: Row): boolean {
    const shown = /^\d{1,4}: ([^=]{1,200}) = (.*)$/.exec(row.text);
    if (shown === null) return false;
    if (!shown[2]?.startsWith('error ')) this.#add(shown[1], shown[2] ?? '', row, 0, true);
    return true;
  }

  #sourceRow(text: string): boolean {
    if (!this.#listing || !isSourceRow(text)) return false;
    this.#sourceSeen = true;
    return true;
  }

  #variableRow(row: Row): boolean {
    if (this.#stop !== undefined || this.#listing) {
      if (this.#sourceSeen) return false;
      const shown = stopVariableOf(row.text);
      if (shown === undefined) return false;
      this.#variable = { ...opened(shown), row, ...(this.#returned ? {} : { frame: 0 }) };
      return true;
    }
    if (this.#loose.length > 0 && this.#stack === undefined && this.#segment.command === undefined) return false;
    const found = variableOf(row.text);
    if (found === undefined) return false;
    const index = this.#stack?.frames.at(-1)?.index;
    this.#variable = { ...opened(found), row, ...(index === undefined ? {} : { frame: index }) };
    return true;
  }

  /** A value of several lines goes on while a bracket is open, or where a pointer's address stands alone on its line. */
  #continuesVariable(text: string): boolean {
    const open = this.#variable;
    if (open === undefined) return false;
    if (open.rows.length === 1 && /^\(.*\)\(0x[0-9a-f]+\)$/.test(open.rows[0] ?? '') && text.startsWith('*'))
      return true;
    return open.depth > 0 && /^[\s\]}]/.test(text);
  }

  #extendVariable(text: string): void {
    const open = this.#variable;
    if (open === undefined) return;
    open.rows.push(text);
    open.depth += openBrackets(text);
  }

  #closeVariable(): undefined {
    const open = this.#variable;
    if (open === undefined) return undefined;
    const value = open.rows.join('\n');
    const isPanic = open.name === 'e' && this.#stack?.frames.at(-1)?.func === 'runtime.gopanic';
    if (isPanic) this.#facts.panicValues.push({ frame: open.frame, value });
    else if (open.name.endsWith('_panic.arg')) this.#facts.panicValues.push({ frame: undefined, value });
    this.#add(open.name, value, open.row, open.frame, open.frame !== undefined);
    return undefined;
  }

  #value(rows: readonly Row[], expression: string | undefined): void {
    const shown = rows.slice(0, valueLength(rows.map(({ text }) => text)));
    const first = shown[0];
    if (first === undefined) return;
    this.#understood = true;
    const value = shown.map(({ text }) => text).join('\n');
    this.#add(expression, value, first, undefined, false);
  }

  #add(expression: string | undefined, value: string, row: Row, frame: number | undefined, certain: boolean): void {
    const facts = this.#facts;
    const { deferred } = this.#scope;
    const own = frame ?? this.#scope.frame;
    const index = deferred === true || this.#returned ? undefined : (own ?? facts.frame);
    const stackGoroutine = this.#stack?.goroutine ?? this.#scope.goroutine ?? this.#stop?.stop.goroutine;
    const isPlaced = certain || own !== undefined || index === undefined || facts.frameIsSure;
    const sure = isPlaced && !facts.mayBeCut(row);
    facts.variables.push({
      ...(index === undefined ? {} : { frame: index }),
      ...(stackGoroutine === undefined ? { epoch: facts.epoch } : { goroutine: stackGoroutine }),
      ...(expression === undefined || expression === '' ? {} : { expression }),
      value,
      ...factsOfValue(value),
      at: facts.at(row),
      ...(sure ? {} : { confidence: 'likely' as const }),
    });
  }

  #finish(): void {
    this.#variable = this.#closeVariable();
    this.#flushFrame();
    const resumed = this.#stop !== undefined;
    this.#commitStop();
    if (!resumed && isResume(this.#scope)) this.#facts.move();
    if (this.#loose.length === 0 || isResume(this.#scope)) return;
    if (this.#segment.command === undefined) this.#looseValue();
    else if (this.#understood && !isFreeText(this.#scope)) this.#facts.strange.push(...this.#loose);
  }

  /** In the piped form, output that is nothing else is the value of a `print`. */
  #looseValue(): void {
    const [first, second] = this.#loose;
    if (first === undefined || this.#facts.form !== 'piped' || this.#understood) return;
    if (/^(?:Concrete type|Real type|location): /.test(second?.text ?? '') || isBareType(first.text)) return;
    if (this.#loose.length === 1 && !looksLikeValue(first.text)) return;
    this.#value(this.#loose, undefined);
  }

  /** Nothing was printed: with standard error apart, that is where a command failed. */
  #silent(command: string | undefined): void {
    const at = this.#facts.at({ text: '', first: this.#segment.line, last: this.#segment.line });
    if (this.#segment.last) return;
    if (command === undefined) {
      if (this.#facts.form === 'piped') this.#facts.errors.push({ at, confidence: 'likely' });
    } else if (mustPrint(this.#scope)) this.#facts.errors.push({ command, at, confidence: 'likely' });
  }
}

function opened({ name, value }: { readonly name: string; readonly value: string }): {
  name: string;
  rows: string[];
  depth: number;
} {
  return { name, rows: [value], depth: openBrackets(value) };
}
