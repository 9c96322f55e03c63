import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedLine, Stage, Word } from '../../../src/toolchain/shell/line.ts';
import { parseLine } from '../../../src/toolchain/shell/parse-line.ts';

function wordText(word: Word): string {
  return word.map((part) => (part.kind === 'text' ? part.text : `\${${part.name}}`)).join('');
}

function stageText({ assignments, words, redirections }: Stage): string {
  return [
    ...assignments.map(({ name, value }) => `${name}:=${wordText(value)}`),
    ...words.map((word) => `[${wordText(word)}]`),
    ...redirections.map(
      ({ fd, mode, target }) => `${fd} ${mode} ${typeof target === 'number' ? target : wordText(target)}`,
    ),
  ].join(' ');
}

/** Draws what was parsed in one line, so that a case and its tree stand side by side. */
function draw(parsed: ParsedLine): string {
  if (parsed.kind === 'error') return `error: ${parsed.message}`;
  if (parsed.kind === 'script') return 'script';
  return parsed.pipelines
    .map(({ stages, when, background }) => `${when}: ${stages.map(stageText).join(' | ')}${background ? ' &' : ''}`)
    .join(' ; ');
}

describe('a line at the prompt', () => {
  it.each([
    ['', ''],
    ['   # only a comment', ''],
    ['go run .', 'always: [go] [run] [.]'],
    ['go test -run "A|B" ./... # why', 'always: [go] [test] [-run] [A|B] [./...]'],
    ['GODEBUG=gctrace=1 GOMAXPROCS=1 ./prog', 'always: GODEBUG:=gctrace=1 GOMAXPROCS:=1 [./prog]'],
    ['X=5', 'always: X:=5'],
    ['go run . 2>&1 | grep main.go | head -3', 'always: [go] [run] [.] 2 join 1 | [grep] [main.go] | [head] [-3]'],
    ['go vet |& cat', 'always: [go] [vet] 2 join 1 | [cat]'],
    ['go test > out.txt 2>>err.txt <in', 'always: [go] [test] 1 write out.txt 2 append err.txt 0 read in'],
    ['./p &> all', 'always: [./p] 1 write all 2 join 1'],
    ['./server &', 'always: [./server] &'],
    ['./server & curl localhost:1; echo', 'always: [./server] & ; always: [curl] [localhost:1] ; always: [echo]'],
    ['a && b || c', 'always: [a] ; success: [b] ; failure: [c]'],
    ['kill -QUIT $!', 'always: [kill] [-QUIT] [${!}]'],
    ["echo 'it''s' \"a $X b\" \\$Y ~/f", 'always: [echo] [its] [a ${X} b] [$Y] [~/f]'],
    ['echo "" a$', 'always: [echo] [] [a$]'],
    ['cp "a b.go" ü.go', 'always: [cp] [a b.go] [ü.go]'],
    [
      'curl "http://localhost:6060/debug/pprof/heap?gc=1&x=2"',
      'always: [curl] [http://localhost:6060/debug/pprof/heap?gc=1&x=2]',
    ],
    ['echo 12>x', 'always: [echo] [12] 1 write x'],
  ])('%j is %s', (line, expected) => {
    expect(draw(parseLine(line))).toBe(expected);
  });

  it.each([
    'for i in 1 2; do go run .; done',
    'while true; do ./p; done',
    'if a; then b; fi',
    'echo $(pwd)',
    'echo `pwd`',
    'f() { echo; }',
    '(cd x; ls)',
    '{ ls; }',
    'cat <<E',
    'echo ${X:-1}',
    'mv {a,b}.go',
    'echo $((1+2))',
    'diff <(a) <(b)',
    'a[1]=2',
    '! go vet',
    'test -f x && echo y',
    '[ 1 = 1 ]',
    'source env.sh',
    'one\ntwo',
  ])('%j is left to the interpreter', (line) => {
    expect(draw(parseLine(line))).toBe('script');
  });

  it.each([
    ['echo "x', 'error: unexpected EOF while looking for matching `"\''],
    ["echo 'x", "error: unexpected EOF while looking for matching `''"],
    ['| head', "error: syntax error near unexpected token `|'"],
    ['a | | b', "error: syntax error near unexpected token `|'"],
    ['a |', "error: syntax error near unexpected token `|'"],
    ['&& a', "error: syntax error near unexpected token `&&'"],
    ['a &&', "error: syntax error near unexpected token `newline'"],
    ['a >', "error: syntax error near unexpected token `newline'"],
  ])('%j is an %s', (line, expected) => {
    expect(draw(parseLine(line))).toBe(expected);
  });

  it('takes any text without throwing or hanging', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '"',
      "'",
      '$',
      '{',
      '}',
      '&',
      '|',
      ';',
      '<',
      '>',
      '\\',
      '2',
      '=',
      '#',
      '(',
      '`',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => void parseLine(pieces.join(''))));
  });
});
