/** The search engine of the site: Pagefind's script and the index that the build made. Loaded at the first word. */
import { toResult, type Found, type Result } from './search-results.ts';

interface Engine {
  options(options: { readonly baseUrl: string; readonly excerptLength: number }): Promise<void>;
  search(words: string): Promise<{ readonly results: readonly { data(): Promise<Found> }[] }>;
}

/** What a search gave: how many places, and the first of them. */
export interface Findings {
  readonly count: number;
  readonly results: readonly Result[];
}

const mostResults = 12;
const excerptWords = 22;
let loading: Promise<Engine> | undefined;

/** Searches the lessons, the glossary and the other pages. Rejects where engine or index does not load. */
export async function search(words: string): Promise<Findings> {
  const engine = await (loading ??= load());
  const { results } = await engine.search(words);
  const found = await Promise.all(results.slice(0, mostResults).map((result) => result.data()));
  return { count: results.length, results: found.map((one) => toResult(one, root())) };
}

async function load(): Promise<Engine> {
  try {
    const engine = (await import(/* @vite-ignore */ `${root()}pagefind/pagefind.js`)) as Engine;
    await engine.options({ baseUrl: '/', excerptLength: excerptWords });
    void keepIndex();
    return engine;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

/** Where the site is kept for visits without a network, the whole index is kept with it: a word names its parts late. */
async function keepIndex(): Promise<void> {
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker.controller : undefined;
  const response = worker && (await fetch(`${root()}pagefind/files.json`).catch(() => undefined));
  if (!response?.ok) return;
  const files = (await response.json()) as readonly string[];
  worker?.postMessage({ keep: files.map((file) => `${root()}pagefind/${file}`) });
}

function root(): string {
  return new URL(document.documentElement.dataset['root'] ?? '/', document.baseURI).href;
}
