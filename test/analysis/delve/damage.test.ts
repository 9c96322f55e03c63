import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeText, type DelveEvidence } from '../../../src/analysis/index.ts';
import { fixtureNames } from '../golden.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/delve');
const SESSIONS = fixtureNames(FOLDER).map((name) => [name, clean(readFileSync(join(FOLDER, name), 'utf8'))] as const);

/** As copied from a terminal: no escapes, no carriage returns, tabs as spaces. */
function clean(text: string): string {
  return text
    .replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g'), '')
    .replaceAll('\r', '')
    .replaceAll('\t', '        ');
}

function perLine(text: string, change: (line: string) => string): string {
  return text.split('\n').map(change).join('\n');
}

const DAMAGES: readonly (readonly [string, (text: string) => string])[] = [
  ...[72, 80, 100, 120].map((width) => [`wrapped at ${width} columns`, (text: string) => wrap(text, width)] as const),
  ['indented', (text) => perLine(text, (line) => (line === '' ? line : `    ${line}`))],
  ['quoted', (text) => perLine(text, (line) => `> ${line}`)],
  ['in a code block', (text) => `It prints:\n\n\`\`\`\n${text}\`\`\`\n\nThanks!\n`],
  ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['with no-break spaces', (text) => text.replaceAll(' ', '\u00a0')],
  ['behind timestamps', (text) => perLine(text, (line) => `2026-03-01T10:00:00.123Z ${line}`)],
  ['without blank lines', (text) => text.replaceAll(/\n{2,}/g, '\n')],
];

function wrap(text: string, width: number): string {
  return perLine(text, (line) => line.replaceAll(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\n'));
}

/** What must survive: facts without the lines that they stand on. */
function essence(text: string): unknown {
  const delve = analyzeText(text).evidence.find((one): one is DelveEvidence => one.kind === 'delve');
  const { crash, frames = [], variables = [], goroutines = [], commands = [] } = delve ?? {};
  return {
    crash: [crash?.goroutine, crash?.frame, crash?.site.func, crash?.site.line],
    frames: frames.map(({ index, func, line }) => [index, func, line]),
    variables: variables.map(({ frame, expression, type, isNil, holdsNil }) => [
      frame,
      expression,
      type,
      isNil,
      holdsNil,
    ]),
    goroutines: goroutines.map(({ id, state, user }) => [id, state, user?.func, user?.line]),
    commands: commands.map(({ command }) => command),
  };
}

describe.each(DAMAGES)('a Delve session %s', (_, damage) => {
  it.each(SESSIONS)('still says what %s says', (_name, text) => {
    expect(essence(damage(text))).toEqual(essence(text));
  });
});
