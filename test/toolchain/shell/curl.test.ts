import { describe, expect, it } from 'vitest';
import { createFileSystem } from '../../../src/toolchain/files/index.ts';
import { createCapture, createLocalPorts, createProcessTable, inputOf } from '../../../src/toolchain/process/index.ts';
import { createCurl } from '../../../src/toolchain/shell/index.ts';

interface Call {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly request: string;
  readonly file: (path: string) => string | undefined;
}

/** Calls curl against a server that answers everything with `response`, in pieces of three bytes. */
async function curl(args: readonly string[], response = ''): Promise<Call> {
  const ports = createLocalPorts();
  let request = '';
  ports.listen(6060, ({ input, output }) => {
    void input.ready().then(() => {
      request = new TextDecoder().decode(input.take());
      for (let at = 0; at < response.length; at += 3) output.write(response.slice(at, at + 3));
      output.close();
    });
  });
  const files = createFileSystem({ base: [['/w/body.json', '{"a":1}']] });
  const [stdout, stderr] = [createCapture(), createCapture()];
  const options = { args, env: {}, cwd: '/w', files, stdin: inputOf(''), stdout, stderr };
  const { code } = await createProcessTable().start(createCurl(ports), options).ended;
  return { status: code, stdout: stdout.text(), stderr: stderr.text(), request, file: (path) => files.readText(path) };
}

const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=1\r\nlo\r\n0\r\n\r\n';

describe('curl', () => {
  it.each([
    ['of known length', plain],
    ['in chunks', chunked],
    ['until the connection ends', 'HTTP/1.0 200 OK\r\n\r\nhello'],
  ])('prints a body %s', async (_title, response) => {
    const { stdout, status, request } = await curl(['http://localhost:6060/debug/pprof/heap?gc=1'], response);
    expect([stdout, status]).toEqual(['hello', 0]);
    expect(request.split('\r\n').slice(0, 2)).toEqual(['GET /debug/pprof/heap?gc=1 HTTP/1.1', 'Host: localhost:6060']);
  });

  it('writes to a file, named or like the URL', async () => {
    const named = await curl(['-s', '-o', 'heap.old', 'localhost:6060/heap'], plain);
    expect([named.stdout, named.file('/w/heap.old')]).toEqual(['', 'hello']);
    expect((await curl(['-sO', 'localhost:6060/debug/heap?x=1'], plain)).file('/w/heap')).toBe('hello');
  });

  it('sends a body, headers and a method', async () => {
    const { request } = await curl(
      ['-d', '@body.json', '-H', 'Content-Type: application/json', 'localhost:6060/'],
      plain,
    );
    expect(request).toContain('POST / HTTP/1.1\r\n');
    expect(request).toContain('Content-Type: application/json\r\n');
    expect(request.endsWith('\r\n\r\n{"a":1}')).toBe(true);
    expect((await curl(['-X', 'DELETE', 'localhost:6060/'], plain)).request).toContain('DELETE / ');
    expect((await curl(['-G', '-d', 'a=1', '--data', 'b=2', 'localhost:6060/x'], plain)).request).toContain(
      'GET /x?a=1&b=2 ',
    );
  });

  it('shows headers and status on request', async () => {
    expect((await curl(['-i', 'localhost:6060/'], plain)).stdout).toBe(plain);
    expect((await curl(['-I', 'localhost:6060/'], plain)).stdout).toBe(plain.slice(0, -5));
    expect((await curl(['-so', '/dev/null', '-w', '%{http_code}\\n', 'localhost:6060/'], plain)).stdout).toBe('200\n');
    expect((await curl(['-sv', 'localhost:6060/'], plain)).stderr).toContain('> GET / HTTP/1.1\n');
  });

  it.each([
    [['localhost:1/'], 7, "curl: (7) Failed to connect to localhost port 1 after 0 ms: Couldn't connect to server\n"],
    [
      ['http://example.com/'],
      6,
      'curl: (6) Could not resolve host: example.com (a lab has no network but its own localhost)\n',
    ],
    [['localhost:6060/'], 52, 'curl: (52) Empty reply from server\n'],
    [['-s', 'localhost:1/'], 7, ''],
    [['--nonsense', 'x'], 2, 'curl: option --nonsense: is unknown\n'],
    [['-o'], 2, 'curl: option -o: requires parameter\n'],
    [[], 2, 'curl: (2) no URL specified\n'],
    [['http://:x/'], 3, 'curl: (3) URL rejected: Malformed input to a URL function\n'],
  ])('fails for %j with status %d', async (args, status, stderr) => {
    expect(await curl(args)).toMatchObject({ status, stderr });
  });

  it('tells of a server that answers with an error or breaks off', async () => {
    const notFound = 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno';
    expect(await curl(['localhost:6060/'], notFound)).toMatchObject({ status: 0, stdout: 'no' });
    expect(await curl(['-f', 'localhost:6060/'], notFound)).toMatchObject({ status: 22, stdout: '' });
    expect(await curl(['localhost:6060/'], plain.slice(0, -2))).toMatchObject({ status: 18, stdout: 'hel' });
    expect(await curl(['localhost:6060/'], chunked.slice(0, -9))).toMatchObject({ status: 18 });
  });
});
