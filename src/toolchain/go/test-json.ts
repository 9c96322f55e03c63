/**
 * The events of `go test -json` (test2json). A test binary run with `-test.v=test2json` marks its framing lines:
 *
 *     ^V=== RUN   TestX          also PAUSE, CONT, NAME, PASS, FAIL, SKIP, ATTR
 *     ^V--- PASS: TestX (0.00s)  indented by four blanks for each level of subtests
 *     ^VPASS | ^VFAIL            the whole binary
 *     anything else              output of the test that is current
 *
 * @see https://pkg.go.dev/cmd/test2json
 */
const marker = '\x16';

/** One event as printed, fields in this order. */
interface TestEvent {
  Time?: string;
  Action: string;
  Package?: string;
  Test?: string;
  Elapsed?: number;
  Output?: string;
  FailedBuild?: string;
  Key?: string;
  Value?: string;
}

/** Turns a test binary's output into events. */
export interface TestEvents {
  write(text: string): void;
  /** The last event: how the package as a whole went. */
  end(passed: boolean, failedBuild?: string): void;
}

const update = /^=== (RUN|PAUSE|CONT|NAME|PASS|FAIL|SKIP|ATTR|ARTIFACTS) {1,3}(.*)$/;
const report = /^((?: {4})*)--- (PASS|FAIL|SKIP|BENCH): (.*)$/;
const elapsed = /^(.*) \((\d+\.\d+)s\)$/;
const lineBytes = 4096;

/** State between two lines. */
interface State {
  test: string;
  reports: TestEvent[];
  result: string;
  needMarker: boolean;
}

/** Returns a converter that prints events of one package, one JSON object a line. */
export function createTestEvents(packagePath: string, print: (line: string) => void): TestEvents {
  const started = performance.now();
  const state: State = { test: '', reports: [], result: '', needMarker: false };
  let open = '';
  const emit = (event: TestEvent): void => {
    const test = event.Test ?? state.test;
    const { Action, Elapsed, Output, FailedBuild, Key, Value } = event;
    const fields = { Time: goTime(), Action, Package: packagePath, ...(test === '' ? {} : { Test: test }) };
    print(`${goJson({ ...fields, Elapsed, Output, FailedBuild, Key, Value })}\n`);
  };
  const output = (text: string): void => {
    if (text !== '') emit({ Action: 'output', Output: text });
  };
  emit({ Action: 'start' });
  return {
    write(text) {
      open += text;
      for (let end = lineEnd(open); end > 0; end = lineEnd(open)) {
        handleLine(state, emit, output, open.slice(0, end));
        open = open.slice(end);
      }
    },
    end(passed, failedBuild) {
      if (open !== '') handleLine(state, emit, output, open);
      flushReports(state, emit, 0);
      state.test = '';
      const result = !passed ? 'fail' : state.result === 'skip' ? 'skip' : 'pass';
      const seconds = Math.round(performance.now() - started) / 1000;
      emit({ Action: result, Elapsed: seconds, ...(failedBuild === undefined ? {} : { FailedBuild: failedBuild }) });
    },
  };
}

/** A line ends after its newline, or before a marker in its middle, or when it grows too long. */
function lineEnd(text: string): number {
  const newline = text.indexOf('\n') + 1;
  const mark = text.indexOf(marker, 1);
  if (mark > 0 && (newline === 0 || mark < newline)) return mark;
  return newline > 0 ? newline : text.length > lineBytes ? text.length : 0;
}

type Emit = (event: TestEvent) => void;

function handleLine(state: State, emit: Emit, output: (text: string) => void, line: string): void {
  const marked = line.startsWith(marker);
  if (state.needMarker && !marked) return output(line);
  const whole = marked ? line.slice(1) : line;
  const text = whole.replace(/\r?\n$/, '');
  if (text === 'PASS' || text === 'FAIL' || text.startsWith('FAIL\t')) {
    flushReports(state, emit, 0);
    state.needMarker = marked;
    output(whole);
    state.result = text === 'PASS' ? 'pass' : 'fail';
    return;
  }
  if (text.startsWith('?   \t') && text.endsWith('\t[no test files]')) state.result = 'skip';
  const updated = update.exec(text);
  const reported = report.exec(text);
  if (updated) return handleUpdate(state, emit, output, marked, whole, updated);
  if (reported) return handleReport(state, emit, output, marked, whole, reported);
  const depth = /^(?: {4})*/.exec(text)?.[0].length ?? 0;
  const owner = state.reports[depth / 4 - 1];
  if (owner?.Test !== undefined) state.test = owner.Test;
  output(whole);
}

function handleUpdate(
  state: State,
  emit: Emit,
  output: (text: string) => void,
  marked: boolean,
  whole: string,
  [, word = '', rest = '']: RegExpExecArray,
): void {
  const action = word.toLowerCase();
  const [name = '', key = '', ...value] = rest.trim().split(' ');
  state.needMarker = marked;
  flushReports(state, emit, 0);
  state.test = name;
  if (action === 'name') return;
  if (action === 'pause') output(whole);
  emit({ Action: action, ...(action === 'attr' ? { Key: key, Value: value.join(' ') } : {}) });
  if (action !== 'pause') output(whole);
}

function handleReport(
  state: State,
  emit: Emit,
  output: (text: string) => void,
  marked: boolean,
  whole: string,
  [, indent = '', word = '', rest = '']: RegExpExecArray,
): void {
  const depth = indent.length / 4;
  if (state.reports.length < depth) return output(whole);
  const [, name = rest.trim(), seconds] = elapsed.exec(rest.trim()) ?? [];
  state.needMarker = marked;
  flushReports(state, emit, depth);
  state.test = name;
  const event: TestEvent = { Action: word.toLowerCase(), Test: name };
  state.reports.push(seconds === undefined ? event : { ...event, Elapsed: Number(seconds) });
  output(whole);
}

function flushReports(state: State, emit: Emit, depth: number): void {
  state.test = '';
  for (
    let event = state.reports[depth] && state.reports.pop();
    event;
    event = state.reports[depth] && state.reports.pop()
  ) {
    emit(event);
  }
}

/** Time with nanoseconds, as Go prints it. */
function goTime(): string {
  return new Date(performance.timeOrigin + performance.now()).toISOString().replace('Z', '000000Z');
}

/** JSON as Go writes it: `<`, `>` and `&` escaped. */
function goJson(value: object): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
