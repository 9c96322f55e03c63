import type { Diagnostic, Parsed } from '../text/index.ts';
import type { ProgramSymbol } from './symbols.ts';

/**
 * The symbols in the output of `go tool nm -n [-size]`: `  5f8ec0 D main.reports`, with `-size` a decimal number after the
 * address. Names may hold blanks. Undefined symbols (`U`) and other lines are left out.
 * @see cmd/nm/nm.go
 */
export function parseNmText(text: string): Parsed<readonly ProgramSymbol[]> {
  const symbols = text.split('\n').flatMap((line) => parseNmLine(line) ?? []);
  const diagnostics: Diagnostic[] = [];
  if (symbols.length === 0) {
    diagnostics.push({
      severity: 'error',
      message: 'the file is no ELF executable, no WebAssembly module and not the output of `go tool nm -n`',
      hint: 'Give the executable that wrote the dump, built without -ldflags=-s, or `go tool nm -n PROGRAM > names.txt`.',
    });
  }
  return { value: symbols, diagnostics };
}

function parseNmLine(line: string): ProgramSymbol | undefined {
  const match = /^ *([0-9a-f]+) +(?:(\d+) +)?([A-Za-z?_]) (\S.*)$/.exec(line);
  if (match === null) return undefined;
  const [, hex = '', size = '0', kind = '', name = ''] = match;
  const isFunction = kind === 'T' || kind === 't';
  return { name: name.trimEnd(), address: Number.parseInt(hex, 16), sizeBytes: Number(size), isFunction };
}
