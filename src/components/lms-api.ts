/** The API that a learning management system puts into a window above the content, and calls of it. */

/** The names of the calls, which the two versions of SCORM spell differently. */
const callNames = {
  '1.2': {
    window: 'API',
    initialize: 'LMSInitialize',
    getValue: 'LMSGetValue',
    setValue: 'LMSSetValue',
    commit: 'LMSCommit',
    finish: 'LMSFinish',
    lastError: 'LMSGetLastError',
    errorString: 'LMSGetErrorString',
    diagnostic: 'LMSGetDiagnostic',
  },
  '2004': {
    window: 'API_1484_11',
    initialize: 'Initialize',
    getValue: 'GetValue',
    setValue: 'SetValue',
    commit: 'Commit',
    finish: 'Terminate',
    lastError: 'GetLastError',
    errorString: 'GetErrorString',
    diagnostic: 'GetDiagnostic',
  },
} as const;

/** Frames that are looked through upwards from a window; systems nest a handful. */
const mostFrames = 50;
/** Windows that opened each other. */
const mostOpeners = 5;

type ApiObject = Readonly<Record<string, unknown>>;
type CallName = Exclude<keyof (typeof callNames)['1.2'], 'window'>;

/** Why a call did not do what it should. */
export interface ApiError {
  /** `0` where the system gave no code. */
  readonly code: string;
  /** In the system's own words. */
  readonly words: string;
}

/** An API that was found. No call throws. */
export class LmsApi {
  readonly #api: ApiObject;
  readonly #names: (typeof callNames)['1.2'] | (typeof callNames)['2004'];

  constructor(api: ApiObject, version: keyof typeof callNames) {
    this.#api = api;
    this.#names = callNames[version];
  }

  initialize(): ApiError | undefined {
    return this.#act('initialize', '');
  }

  setValue(element: string, value: string): ApiError | undefined {
    return this.#act('setValue', element, value);
  }

  commit(): ApiError | undefined {
    return this.#act('commit', '');
  }

  finish(): ApiError | undefined {
    return this.#act('finish', '');
  }

  /** The value, or an empty text where the system has none. */
  getValue(element: string): string {
    const value = this.#call('getValue', element);
    return value instanceof Error ? '' : value;
  }

  #act(name: CallName, ...words: readonly string[]): ApiError | undefined {
    const answer = this.#call(name, ...words);
    if (answer instanceof Error) return { code: '0', words: answer.message };
    return answer === 'true' || answer === '1' ? undefined : this.#lastError();
  }

  #lastError(): ApiError {
    const text = (name: CallName, ...words: readonly string[]) => {
      const answer = this.#call(name, ...words);
      return answer instanceof Error ? '' : answer;
    };
    const code = text('lastError') || '0';
    const parts = [text('errorString', code), text('diagnostic', code)].map((part) => part.trim());
    return { code, words: [...new Set(parts)].filter((part) => part !== '' && part !== code).join(': ') };
  }

  #call(name: CallName, ...words: readonly string[]): string | Error {
    const call = this.#api[this.#names[name]];
    if (typeof call !== 'function') return new Error(`it has no ${this.#names[name]}`);
    try {
      // Systems answer with texts, some with booleans and numbers.
      return String((call as (...words: readonly string[]) => unknown).apply(this.#api, [...words]) ?? '');
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** Looks for the API upwards from a window, then from the window that opened it. */
export function findApi(from: Window, version: keyof typeof callNames): LmsApi | undefined {
  let start: Window | null = from;
  for (let i = 0; start && i < mostOpeners; i++) {
    const api = findUpwards(start, callNames[version].window);
    if (api) return new LmsApi(api, version);
    start = openerOf(start);
  }
  return undefined;
}

function findUpwards(from: Window, name: string): ApiObject | undefined {
  let at = from;
  for (let i = 0; i < mostFrames; i++) {
    const api = readWindow(at, name);
    if (api || at.parent === at) return api;
    at = at.parent;
  }
  return undefined;
}

/** A window of another origin lets nobody look. */
function readWindow(at: Window, name: string): ApiObject | undefined {
  try {
    const value: unknown = Reflect.get(at, name);
    return typeof value === 'object' && value !== null ? (value as ApiObject) : undefined;
  } catch {
    return undefined;
  }
}

function openerOf(from: Window): Window | null {
  try {
    return (from.top?.opener ?? from.opener) as Window | null;
  } catch {
    return from.opener as Window | null;
  }
}
