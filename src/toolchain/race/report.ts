/** Go's text of a data race. @see compiler-rt/lib/tsan/rtl/tsan_report.cpp of LLVM, its branch for Go */
import { mainGoroutine, type DataRace, type RaceAccess, type SymbolFrame } from './model.ts';

const fence = '==================\n';

/**
 * Returns the report as the native race detector prints it, fences included.
 *
 * @example formatRace(race, '/home/me/')
 */
export function formatRace(race: DataRace, stripPathPrefix = ''): string {
  const { current, previous } = race;
  const access = (title: string, { address, goroutine, stack }: RaceAccess) =>
    `${title} at 0x${address.toString(16).padStart(12, '0')} by ${formatGoroutine(goroutine)}:\n${formatStack(stack, stripPathPrefix)}`;
  const creations = race.created.map(
    ({ goroutine, state, stack }) =>
      `\nGoroutine ${goroutine} (${state}) created at:\n${formatStack(stack, stripPathPrefix)}`,
  );
  return [
    `${fence}WARNING: DATA RACE\n`,
    access(current.op === 'write' ? 'Write' : 'Read', current),
    '\n',
    access(`Previous ${previous.op}`, previous),
    ...creations,
    fence,
  ].join('');
}

function formatGoroutine(id: number): string {
  return id === mainGoroutine ? 'main goroutine' : `goroutine ${id}`;
}

function formatStack(stack: readonly SymbolFrame[], stripPathPrefix: string): string {
  return stack
    .map(
      ({ func, file, line, offset }) =>
        `  ${func}()\n      ${strip(file, stripPathPrefix)}:${line} +0x${offset.toString(16)}\n`,
    )
    .join('');
}

function strip(file: string, prefix: string): string {
  const at = prefix === '' ? -1 : file.indexOf(prefix);
  return at < 0 ? file : file.slice(at + prefix.length);
}
