import { fileErrorText, resolvePath } from '../files/index.ts';
import { joinBytes } from '../process/index.ts';
import type { Command, CommandContext, LocalConnection, LocalPorts } from '../process/index.ts';

/** What the words of a curl call ask for. */
interface Request {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
  readonly output: string | undefined;
  readonly silent: boolean;
  readonly showErrors: boolean;
  readonly include: boolean;
  readonly headOnly: boolean;
  readonly failOnError: boolean;
  readonly verbose: boolean;
  readonly writeOut: string | undefined;
}

/** A message with curl's own exit status. */
class CurlError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const longNames: Readonly<Record<string, string>> = {
  '--data': 'd',
  '--data-raw': 'd',
  '--data-binary': 'd',
  '--fail': 'f',
  '--get': 'G',
  '--head': 'I',
  '--header': 'H',
  '--include': 'i',
  '--location': 'L',
  '--max-time': 'm',
  '--no-buffer': 'N',
  '--output': 'o',
  '--remote-name': 'O',
  '--request': 'X',
  '--show-error': 'S',
  '--silent': 's',
  '--verbose': 'v',
  '--write-out': 'w',
};
const takesValue = new Set('dHmoXw');
const known = new Set('dfGHILNOSXimosvw');

/** Splits options from URLs: `-so x` is `-s -o x`, `--output x` is `-o x`. */
function parseOptions(args: readonly string[]): { options: Map<string, string[]>; urls: string[] } {
  const options = new Map<string, string[]>();
  const urls: string[] = [];
  const add = (letter: string, value: string): void =>
    void options.set(letter, [...(options.get(letter) ?? []), value]);
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const letters = arg.startsWith('--')
      ? longNames[arg]
      : arg.startsWith('-') && arg !== '-'
        ? arg.slice(1)
        : undefined;
    if (arg.startsWith('--') && letters === undefined) throw new CurlError(2, `option ${arg}: is unknown`);
    if (letters === undefined) {
      urls.push(arg);
      continue;
    }
    for (let index = 0; index < letters.length; index++) {
      const letter = letters[index] ?? '';
      if (!known.has(letter)) throw new CurlError(2, `option -${letter}: is unknown`);
      const value = letters.slice(index + 1);
      if (takesValue.has(letter)) {
        if (value === '' && at + 1 >= args.length) throw new CurlError(2, `option -${letter}: requires parameter`);
        add(letter, value === '' ? (args[++at] ?? '') : value);
        break;
      }
      add(letter, '');
    }
  }
  return { options, urls };
}

function parseRequest(args: readonly string[], context: CommandContext): Request {
  const { options, urls } = parseOptions(args);
  const last = (letter: string): string | undefined => options.get(letter)?.at(-1);
  const [url] = urls;
  if (url === undefined) throw new CurlError(2, '(2) no URL specified');
  if (urls.length > 1) throw new CurlError(2, 'one URL a call, please: this curl takes no more');
  const data = options.get('d')?.map((value) => bodyOf(value, context));
  const asQuery = options.has('G') && data;
  const body =
    data && !asQuery
      ? joinBytes(data.flatMap((part, at) => (at > 0 ? [encoder.encode('&'), part] : [part])))
      : undefined;
  const query = asQuery ? `?${data.map((part) => decoder.decode(part)).join('&')}` : '';
  const name = options.has('O') ? (url.split('?')[0]?.split('/').at(-1) ?? '') : last('o');
  if (name === '') throw new CurlError(23, '(23) Failed to open the file : the URL names no file');
  const headers = (options.get('H') ?? []).map((line) => {
    const [title = '', ...rest] = line.split(':');
    return [title.trim(), rest.join(':').trim()] as const;
  });
  return {
    url: url + query,
    method: last('X') ?? (options.has('I') ? 'HEAD' : body ? 'POST' : 'GET'),
    headers,
    body,
    output: name,
    silent: options.has('s'),
    showErrors: options.has('S'),
    include: options.has('i') || options.has('I'),
    headOnly: options.has('I'),
    failOnError: options.has('f'),
    verbose: options.has('v'),
    writeOut: last('w'),
  };
}

/** `-d text` or `-d @file`. */
function bodyOf(value: string, { files, cwd }: CommandContext): Uint8Array {
  if (!value.startsWith('@')) return encoder.encode(value);
  const contents = files.readFile(resolvePath(cwd, value.slice(1)));
  if (!contents) throw new CurlError(26, `(26) Failed to open ${value.slice(1)}`);
  return contents;
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

const local = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);

function parseTarget(url: string): Target {
  const withScheme = url.includes('://') ? url : `http://${url}`;
  let parsed: URL;
  try {
    parsed = new URL(withScheme);
  } catch {
    throw new CurlError(3, '(3) URL rejected: Malformed input to a URL function');
  }
  if (!local.has(parsed.hostname)) {
    throw new CurlError(
      6,
      `(6) Could not resolve host: ${parsed.hostname} (a lab has no network but its own localhost)`,
    );
  }
  if (parsed.protocol !== 'http:') {
    throw new CurlError(35, `(35) Protocol "${parsed.protocol.slice(0, -1)}" is not spoken here; use http`);
  }
  return { host: parsed.host, port: Number(parsed.port || 80), path: parsed.pathname + parsed.search };
}

/** Reads a response piece by piece. */
class ResponseReader {
  readonly #connection: LocalConnection;
  readonly #aborted: () => boolean;
  #held = new Uint8Array(0);
  #ended = false;

  constructor(connection: LocalConnection, aborted: () => boolean) {
    this.#connection = connection;
    this.#aborted = aborted;
  }

  /** More bytes; false at the end. */
  async #fill(): Promise<boolean> {
    if (this.#ended || this.#aborted()) return false;
    await this.#connection.input.ready();
    const bytes = this.#connection.input.take();
    if (bytes) this.#held = this.#held.length === 0 ? bytes.slice() : Uint8Array.from(joinBytes([this.#held, bytes]));
    else this.#ended = true;
    return !this.#ended;
  }

  /** A line without its end; undefined when the response ends before. */
  async line(): Promise<string | undefined> {
    let from = 0;
    for (;;) {
      const end = this.#held.indexOf(10, from);
      if (end >= 0) {
        const text = decoder.decode(this.#held.subarray(0, end)).replace(/\r$/, '');
        this.#held = this.#held.slice(end + 1);
        return text;
      }
      from = this.#held.length;
      if (!(await this.#fill())) return undefined;
    }
  }

  /** Hands over `sizeBytes` bytes, or all to the end, as they come; false when fewer came. */
  async pass(sizeBytes: number, sink: (bytes: Uint8Array) => void): Promise<boolean> {
    let left = sizeBytes;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#fill())) return left === Infinity;
      const piece = this.#held.slice(0, Math.min(left, this.#held.length));
      this.#held = this.#held.slice(piece.length);
      left -= piece.length;
      if (piece.length > 0) sink(piece);
    }
    return true;
  }
}

interface Head {
  readonly status: number;
  readonly text: string;
  readonly headers: ReadonlyMap<string, string>;
}

async function readHead(reader: ResponseReader): Promise<Head> {
  const first = await reader.line();
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first ?? '')?.[1]);
  if (first === undefined) throw new CurlError(52, '(52) Empty reply from server');
  if (Number.isNaN(status)) throw new CurlError(1, '(1) Received HTTP/0.9 when not allowed');
  const headers = new Map<string, string>();
  let text = `${first}\r\n`;
  for (;;) {
    const line = await reader.line();
    if (line === undefined) throw new CurlError(56, '(56) Recv failure: the connection ended inside the headers');
    text += `${line}\r\n`;
    if (line === '') return { status, text, headers };
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
}

async function readBody(reader: ResponseReader, head: Head, sink: (bytes: Uint8Array) => void): Promise<void> {
  if (head.status === 204 || head.status === 304) return;
  if (head.headers.get('transfer-encoding')?.toLowerCase() === 'chunked') return readChunks(reader, sink);
  const size = head.headers.get('content-length');
  const complete = await reader.pass(size === undefined ? Infinity : Number(size), sink);
  if (!complete) throw new CurlError(18, '(18) end of response with bytes missing');
}

async function readChunks(reader: ResponseReader, sink: (bytes: Uint8Array) => void): Promise<void> {
  for (;;) {
    const size = Number.parseInt((await reader.line()) ?? '', 16);
    if (Number.isNaN(size)) throw new CurlError(18, '(18) transfer closed with outstanding read data remaining');
    if (size === 0) return;
    if (!(await reader.pass(size, sink)))
      throw new CurlError(18, '(18) transfer closed with outstanding read data remaining');
    await reader.line();
  }
}

function requestText({ method, headers, body }: Request, { host, path }: Target): string {
  const given = new Map(headers.map(([name, value]) => [name.toLowerCase(), [name, value] as const]));
  const defaults: (readonly [string, string])[] = [
    ['Host', host],
    ['User-Agent', 'curl/8.14.1'],
    ['Accept', '*/*'],
    ['Connection', 'close'],
  ];
  if (body)
    defaults.push(['Content-Length', String(body.length)], ['Content-Type', 'application/x-www-form-urlencoded']);
  for (const [name, value] of defaults)
    if (!given.has(name.toLowerCase())) given.set(name.toLowerCase(), [name, value]);
  return `${method} ${path} HTTP/1.1\r\n${[...given.values()].map((pair) => `${pair.join(': ')}\r\n`).join('')}\r\n`;
}

async function transfer(request: Request, ports: LocalPorts, context: CommandContext): Promise<number> {
  const target = parseTarget(request.url);
  const connection = ports.connect(target.port);
  if (!connection) {
    const host = target.host.replace(/:\d+$/, '');
    const at = `${host} port ${target.port} after 0 ms`;
    throw new CurlError(7, `(7) Failed to connect to ${at}: Couldn't connect to server`);
  }
  const sink = openSink(request, context);
  const text = requestText(request, target);
  if (request.verbose) context.stderr.write(markLines('> ', text));
  connection.output.write(joinBytes([encoder.encode(text), request.body ?? new Uint8Array(0)]));
  const reader = new ResponseReader(connection, () => context.abort.aborted);
  const head = await readHead(reader);
  if (request.verbose) context.stderr.write(markLines('< ', head.text));
  if (request.failOnError && head.status >= 400) {
    connection.output.close();
    throw new CurlError(22, `(22) The requested URL returned error: ${head.status}`);
  }
  if (request.include) sink(encoder.encode(head.text));
  if (!request.headOnly) await readBody(reader, head, sink);
  connection.output.close();
  if (request.writeOut) context.stdout.write(formatWriteOut(request.writeOut, head));
  return 0;
}

function formatWriteOut(format: string, { status }: Head): string {
  return format.replaceAll('%{http_code}', String(status)).replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

function markLines(mark: string, text: string): string {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) => `${mark}${line}\n`)
    .join('');
}

function openSink({ output }: Request, { files, cwd, stdout }: CommandContext): (bytes: Uint8Array) => void {
  if (output === undefined || output === '-') return (bytes) => stdout.write(bytes);
  if (output === '/dev/null') return () => undefined;
  const handle = files.open(resolvePath(cwd, output), { create: true, truncate: true });
  if (typeof handle === 'string')
    throw new CurlError(23, `(23) Failed to open the file ${output}: ${fileErrorText[handle]}`);
  let offset = 0;
  return (bytes) => {
    if (handle.write(offset, bytes))
      throw new CurlError(23, `(23) Failure writing output to destination: ${fileErrorText.ENOSPC}`);
    offset += bytes.length;
  };
}

/**
 * Returns `curl` for a lab: HTTP/1.1 to the programs that listen on the lab's own ports, with curl's common options,
 * messages and exit statuses.
 *
 * @see https://curl.se/docs/manpage.html
 * @example createCurl(createLocalPorts())
 */
export function createCurl(ports: LocalPorts): Command {
  return {
    name: 'curl',
    summary: 'ask a running program over HTTP: curl http://localhost:PORT/…',
    async run(context) {
      let quiet = false;
      try {
        const request = parseRequest(context.args, context);
        quiet = request.silent && !request.showErrors;
        return await transfer(request, ports, context);
      } catch (error) {
        if (!(error instanceof CurlError)) throw error;
        if (!quiet) context.stderr.write(`curl: ${error.message}\n`);
        return error.code;
      }
    },
  };
}
