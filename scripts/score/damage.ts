/** Transport damage, made on purpose: what logs, terminals, mail and pages do to a text. Seeded, so every case can be made again. */
export type Damage = (text: string, random: () => number) => string;

/** A small generator of numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function pick<T>(random: () => number, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

function eachLine(text: string, change: (line: string, index: number) => string): string {
  const end = text.endsWith('\n') ? '\n' : '';
  const body = end === '' ? text : text.slice(0, -1);
  return body.split('\n').map(change).join('\n') + end;
}

function clock(random: () => number): (digits: number) => string {
  let time = Date.UTC(2026, 2, 1 + Math.floor(random() * 20), Math.floor(random() * 24), 13, 5);
  return (digits) => {
    if (random() < 0.2) time += Math.floor(random() * 30);
    const stamp = new Date(time).toISOString();
    return digits === 0
      ? `${stamp.slice(0, 19)}Z`
      : `${stamp.slice(0, 19)}.${stamp.slice(20, 23)}${'4'.repeat(Math.max(0, digits - 3))}Z`;
  };
}

const LOGS = [
  '2026/03/07 01:13:20 request done path=/healthz',
  'level=info ts=2026-03-07T01:13:20.261Z caller=flush.go:88 msg="flushed segment"',
  '{"time":"2026-03-07T01:13:20.259974Z","level":"INFO","msg":"heartbeat","n":68}',
  '[GIN] 2026/03/07 - 01:13:20 | 200 |     1.2ms |       10.0.0.7 | GET      "/metrics"',
  'INFO[0042] cache refreshed                               entries=17',
  'I0307 01:13:20.259974       1 controller.go:42] sync done',
];

function expandTabs(line: string, width: number): string {
  return line.replace(/\t/g, ' '.repeat(width));
}

function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\+/g, '&#43;')
    .replace(/"/g, '&#34;')
    .replace(/'/g, '&#39;');
}

function wrapAt(line: string, width: number): string {
  const pieces: string[] = [];
  for (let at = 0; at < line.length; at += width) pieces.push(line.slice(at, at + width));
  return pieces.length === 0 ? '' : pieces.join('\n');
}

/** Breaks at the last blank that fits, as mail programs do; blanks at the start stay. */
function mailWrap(line: string, width: number): string {
  const rows: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const cut = blank > rest.length - rest.trimStart().length ? blank : rest.indexOf(' ', width);
    if (cut < 0) break;
    rows.push(rest.slice(0, cut));
    rest = rest.slice(cut + 1);
  }
  return [...rows, rest].join('\n');
}

/** By name; each keeps what a careful reader could still read. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  none: (text) => text,
  crlf: (text) => text.replace(/\n/g, '\r\n'),
  bom: (text) => `\ufeff${text}`,
  'tabs-to-spaces': (text, random) => {
    const width = pick(random, [1, 2, 4, 8]);
    return eachLine(text, (line) => expandTabs(line, width));
  },
  'left-trim': (text) => eachLine(text, (line) => line.trimStart()),
  'strip-blank-lines': (text) => text.replace(/\n\n+/g, '\n'),
  'double-blank-lines': (text) => text.replace(/\n/g, '\n\n'),
  'trailing-space': (text, random) => eachLine(text, (line) => line + ' '.repeat(1 + Math.floor(random() * 9))),
  ansi: (text) => eachLine(text, (line) => (line === '' ? '' : `\u001b[31m${line}\u001b[0m`)),
  'ansi-words': (text) =>
    eachLine(text, (line) => line.replace(/(\S+\.go):(\d+)/, '\u001b[36m$1\u001b[0m:\u001b[1;33m$2\u001b[0m')),
  rfc3339: (text, random) => {
    const now = clock(random);
    const digits = pick(random, [0, 3, 6, 9]);
    return eachLine(text, (line) => `${now(digits)} ${line}`);
  },
  'github-actions': (text, random) => {
    const now = clock(random);
    const log = `##[group]Run go test ./...\n\u001b[36;1mgo test ./...\u001b[0m\n##[endgroup]\n${text.replace(/\n$/, '')}\n##[error]Process completed with exit code 1.\n`;
    return eachLine(log, (line) => `${now(7)} ${line}`);
  },
  cri: (text, random) => {
    const now = clock(random);
    return eachLine(text, (line) => {
      if (line.length < 40 || random() < 0.7) return `${now(9)} stderr F ${line}`;
      const cut = 20 + Math.floor(random() * (line.length - 30));
      const stamp = now(9);
      return `${stamp} stderr P ${line.slice(0, cut)}\n${stamp} stderr F ${line.slice(cut)}`;
    });
  },
  kubectl: (text) => eachLine(text, (line) => `[pod/web-7d9f6c5b8-8bskd/app] ${line}`),
  stern: (text) => eachLine(text, (line) => `web-7d9f6c5b8-8bskd app ${line}`),
  compose: (text, random) => {
    const name = pick(random, ['worker_1  | ', 'shop-api-1    | ', 'api-1 | ']);
    return eachLine(text, (line) => (line === '' && random() < 0.5 ? name.trimEnd() : name + line));
  },
  'docker-json': (text) =>
    eachLine(text, (line) =>
      JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-03-09T17:13:52.149956226Z' }),
    ),
  'docker-json-spaced': (text) =>
    eachLine(
      text,
      (line) => `{"log": ${JSON.stringify(`${line}\n`)}, "stream": "stderr", "time": "2026-03-09T17:13:52.1Z"}`,
    ),
  test2json: (text) =>
    eachLine(text, (line) =>
      JSON.stringify({
        Time: '2026-03-09T17:13:52.1Z',
        Action: 'output',
        Package: 'example.com/x',
        Output: `${line}\n`,
      }),
    ),
  zap: (text) =>
    `${JSON.stringify({ level: 'info', ts: 1772742035.7, caller: 'server/main.go:41', msg: 'started' })}\n${JSON.stringify({ level: 'error', ts: 1772742035.8, msg: 'panic recovered', stacktrace: text.replace(/\n$/, '') })}\n`,
  'one-line': (text, random) => {
    const escaped = JSON.stringify(text);
    return `${random() < 0.5 ? escaped : escaped.slice(1, -1)}\n`;
  },
  journald: (text) => eachLine(text, (line) => `Mar 04 20:11:52 web-1 app[24305]: ${line}`),
  syslog: (text) => eachLine(text, (line) => `<27>1 2026-03-04T20:11:52.003Z web-1 app 24305 - - ${line}`),
  quote: (text, random) => {
    const mark = pick(random, ['> ', '>', '>> ']);
    return eachLine(text, (line) => (line === '' ? mark.trimEnd() : mark + line));
  },
  fence: (text, random) => {
    const info = pick(random, ['', 'go', 'text', 'shell']);
    return `Hi, my program crashes, can somebody help?\n\n\`\`\`${info}\n${text.replace(/\n$/, '')}\n\`\`\`\n\nI am on Linux. Thanks!\n`;
  },
  'list-indent': (text, random) => {
    const margin = pick(random, ['      ', '    ', '\t']);
    return `1. run it\n2. it prints:\n\n${eachLine(text, (line) => (line === '' ? '' : margin + line))}`;
  },
  indent: (text, random) => {
    const margin = pick(random, [' ', '   ', '    ', '\t']);
    return eachLine(text, (line) => margin + line);
  },
  nbsp: (text) => eachLine(text, (line) => line.replace(/\t/g, '\u00a0\u00a0\u00a0\u00a0').replace(/ /g, '\u00a0')),
  'hard-wrap': (text, random) => {
    const width = pick(random, [60, 72, 80, 100, 120]);
    return eachLine(text, (line) => wrapAt(random() < 0.5 ? expandTabs(line, 8) : line, width));
  },
  'mail-wrap': (text, random) => {
    const width = pick(random, [72, 76, 78]);
    return eachLine(text, (line) => mailWrap(line, width));
  },
  interleaved: (text, random) => eachLine(text, (line) => (random() < 0.15 ? `${line}\n${pick(random, LOGS)}` : line)),
  'html-br': (text) => eachLine(escapeHtml(text), (line) => `${line}<br>`),
  'html-escaped': (text) => escapeHtml(text),
  'html-pre': (text) => `<pre><code class="language-text">${escapeHtml(text)}</code></pre>\n`,
  'line-numbers': (text, random) => {
    const form = pick(random, ['  ', '\t', ': ', ' | ']);
    return eachLine(text, (line, index) => `${String(index + 1).padStart(4)}${form}${line}`);
  },
  'shell-prompt': (text, random) => {
    const prompt = pick(random, ['$ ', 'dev@laptop:~/app$ ', '➜  app git:(main) ✗ ', 'root@5f2c:/app# ']);
    return `${prompt}go run .\n${text.replace(/\n?$/, '\n')}${prompt}\n`;
  },
  'zero-width': (text, random) =>
    eachLine(text, (line) => line.replace(/[./]/g, (mark) => (random() < 0.1 ? `${mark}\u200b` : mark))),
  'smart-punctuation': (text) =>
    text
      .replace(/"([^"\n]*)"/g, '\u201c$1\u201d')
      .replace(/--/g, '\u2014')
      .replace(/\.\.\./g, '\u2026')
      .replace(/'/g, '\u2019'),
  doubled: (text) => eachLine(text, (line) => (line === '' ? '' : `${line}\n${line}`)),
  'newest-first': (text) => `${text.replace(/\n$/, '').split('\n').reverse().join('\n')}\n`,
  'lone-cr': (text, random) => eachLine(text, (line) => (random() < 0.3 ? `${line}\r` : line)),
  'cr-only': (text) => text.replace(/\n/g, '\r'),
  progress: (text) => `downloading 10%\rdownloading 80%\r${text}`,
  'form-feed': (text) => `${text.replace(/\n?$/, '\n')}dev@laptop:~/app$ clear\n\fdev@laptop:~/app$ \n`,
};

/** Kinds after which a reader may refuse, or be unsure, but must not be wrong. */
export const MAY_REFUSE: ReadonlySet<string> = new Set([
  'zero-width',
  'smart-punctuation',
  'doubled',
  'newest-first',
  'mail-wrap',
]);

/** Pairs that occur in real life: the first damage lies inside the second. */
export const PAIRS: readonly (readonly [string, string])[] = [
  ['strip-blank-lines', 'cri'],
  ['ansi', 'compose'],
  ['tabs-to-spaces', 'quote'],
  ['hard-wrap', 'crlf'],
  ['tabs-to-spaces', 'indent'],
  ['rfc3339', 'compose'],
  ['left-trim', 'strip-blank-lines'],
  ['nbsp', 'fence'],
  ['rfc3339', 'html-escaped'],
  ['crlf', 'docker-json'],
  ['ansi', 'hard-wrap'],
  ['left-trim', 'quote'],
  ['ansi', 'github-actions'],
  ['cri', 'hard-wrap'],
  ['docker-json', 'compose'],
  ['indent', 'fence'],
  ['tabs-to-spaces', 'hard-wrap'],
  ['interleaved', 'kubectl'],
  ['test2json', 'github-actions'],
  ['crlf', 'tabs-to-spaces'],
  ['list-indent', 'quote'],
];
