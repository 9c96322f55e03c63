import { Ledger, Lines, type Reader, type EvidenceBase } from '../../src/analysis/text/index.ts';

/** How often a reader looks at lines while it reads a whole text: the measure of its work, free of any clock. */
export function visitsOf(reader: Reader<EvidenceBase>, paste: string): number {
  let visits = 0;
  const plain = Lines.of(paste);
  const lines = new Proxy(plain, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        visits++;
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
  const context = { lines, ledger: new Ledger(plain), options: {}, diagnostics: [] };
  for (let i = 0; i < lines.count;)
    i = reader.startsAt(lines, i) ? Math.max(i + 1, reader.read(context, i).next) : i + 1;
  return visits;
}
