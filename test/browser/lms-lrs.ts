/** A small learning record store on an origin of its own, as strict as cmi5 is about tokens and the order of statements. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { unzipSync } from 'fflate';
import { listen, readBody, sendContent } from './lms-host.ts';

/** An xAPI statement as received. */
export interface Received {
  readonly id: string;
  readonly verb: { readonly id: string; readonly display: Readonly<Record<string, string>> };
  readonly result?: Readonly<Record<string, unknown>>;
  readonly context: {
    readonly registration: string;
    readonly contextActivities?: unknown;
    readonly extensions?: unknown;
  };
}

export interface RecordStore {
  readonly origin: string;
  readonly statements: readonly Received[];
  /** State documents by their id. */
  readonly states: ReadonlyMap<string, string>;
  /** What broke a rule, a sentence each. */
  readonly complaints: readonly string[];
  /** The query of a new launch: a token of its own, and in the mode given. */
  launch(mode?: string): string;
  close(): Promise<void>;
}

const actor = {
  objectType: 'Agent',
  name: ['Ada Lovelace'],
  account: { homePage: 'https://lms.example', name: 'ada' },
};
const registration = '7d2e1f54-6a7e-4b0b-9a5e-1f2f3f4f5f6f';
const activityId = 'https://lms.example/activity/1';

export async function startRecordStore(): Promise<RecordStore> {
  const statements: Received[] = [];
  const states = new Map<string, string>();
  const complaints: string[] = [];
  const session = { token: '', isFetched: false, isOpen: false, launches: 0 };

  const takeStatements = (list: readonly Received[]) => {
    for (const one of list) {
      const verb = one.verb.id.split('/').at(-1);
      if (verb === 'initialized') session.isOpen = true;
      else if (!session.isOpen) complaints.push(`${verb} came outside a session`);
      if (verb === 'terminated') session.isOpen = false;
      if (statements.some(({ id }) => id === one.id)) complaints.push(`${one.id} came twice`);
      if (one.context.registration !== registration) complaints.push(`${verb} has another registration`);
      statements.push(one);
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (pathname === '/fetch') {
      if (session.isFetched) return void send(200, { 'error-code': '1', 'error-text': 'the token was fetched before' });
      session.isFetched = true;
      return void send(200, { 'auth-token': session.token });
    }
    if (request.headers.authorization !== `Basic ${session.token}`) return void send(401, {});
    if (request.headers['x-experience-api-version'] !== '1.0.3') return void send(400, {});
    const stateId = searchParams.get('stateId') ?? '';
    if (pathname === '/xapi/activities/state' && request.method === 'GET') {
      const document = states.get(stateId);
      return void (document === undefined ? send(404, {}) : response.writeHead(200).end(document));
    }
    const body = await readBody(request);
    if (pathname === '/xapi/activities/state') states.set(stateId, body);
    else if (pathname === '/xapi/statements') takeStatements(JSON.parse(body) as Received[]);
    else return void send(404, {});
    response.writeHead(204).end();
  };

  const { origin, close } = await listen((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-methods', 'GET, PUT, POST');
    response.setHeader('access-control-allow-headers', 'authorization, content-type, x-experience-api-version');
    void answer(request, response);
  });

  const launch = (launchMode = 'Normal') => {
    Object.assign(session, { token: `token-${++session.launches}`, isFetched: false });
    const grouping = [{ id: 'https://lms.example/course/1' }];
    const contextTemplate = {
      contextActivities: { grouping },
      extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': `session-${session.launches}` },
    };
    const data = { contextTemplate, launchMode, moveOn: 'Passed', masteryScore: 0.7, returnURL: `${origin}/back` };
    states.set('LMS.LaunchData', JSON.stringify(data));
    const fetch = `${origin}/fetch?n=${session.launches}`;
    const words = { endpoint: `${origin}/xapi`, fetch, actor: JSON.stringify(actor), registration, activityId };
    return `?${new URLSearchParams(words).toString()}`;
  };
  return { origin, statements, states, complaints, launch, close };
}

/** Serves the files of a package from a host of its own. */
export async function serveContent(zip: Uint8Array): Promise<{ origin: string; close: () => Promise<void> }> {
  const files = unzipSync(zip);
  return listen((request, response) =>
    sendContent(files, new URL(request.url ?? '/', 'http://localhost').pathname, response),
  );
}
