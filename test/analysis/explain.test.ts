import { describe, expect, it } from 'vitest';
import { analyze, analyzeText, explain, redact, toMarkdown } from '../../src/analysis/index.ts';
import { FATAL_MEANINGS, PANIC_MEANINGS } from '../../src/analysis/crash/meanings.ts';
import { traceFixtures } from './fixtures.ts';

const FIXTURES = traceFixtures();

function inputOf(name: string): string {
  return FIXTURES.find((fixture) => fixture.name === name)?.input ?? '';
}

describe('explain', () => {
  it('says of every recording what it is, what it shows, what it cannot show and what to do next', () => {
    for (const { input } of FIXTURES) {
      const [evidence] = analyzeText(input).evidence;
      if (evidence === undefined) throw new Error('a recording is not read');
      const { title, is, shows, cannotShow, next } = explain(evidence);
      const sentences = [is, ...shows.map(({ text }) => text), ...cannotShow, ...next];
      expect(title).not.toBe('');
      expect(sentences.filter((text) => !/^[^a-z ].*[.!?]$/s.test(text))).toEqual([]);
      expect([shows.length > 0 || evidence.complete === false || evidence.kind !== 'panic', next.length > 0]).toEqual([
        true,
        true,
      ]);
    }
  });

  it('names the fault, the wrapper and the first value of a panic that was raised again', () => {
    const [evidence] = analyzeText(inputOf('repanic-same-go1.27.0')).evidence;
    const words =
      evidence === undefined
        ? ''
        : explain(evidence)
            .shows.map(({ text }) => text)
            .join('\n');
    expect(words).toContain('The faulting line of your own code is main.init');
    expect(words).toContain('A wrapper recovered it and raised it again: store.Keep.func1 at store.go:');
    expect(words).toContain('index out of range [10] with length 3');
  });

  it('reads a small faulting address as the offset of a field', () => {
    const [evidence] = analyzeText(inputOf('nil-pointer-go1.26.8')).evidence;
    expect(evidence === undefined ? [] : explain(evidence).next.join(' ')).toContain(
      'the field at offset 8 of a nil struct',
    );
  });

  it('has words for every class', () => {
    for (const { means, next } of [...Object.values(PANIC_MEANINGS), ...Object.values(FATAL_MEANINGS)]) {
      expect([means, next].every((text) => text.endsWith('.'))).toBe(true);
    }
  });

  it('tells where a text comes from, as far as it shows', () => {
    const text =
      'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/home/runner/work/app/app/main.go:9 +0x18\nexit status 2\n';
    const [evidence] = analyzeText(text).evidence;
    expect(evidence === undefined ? [] : explain(evidence).provenance.map(({ text: words }) => words)).toContain(
      'Run by GitHub Actions.',
    );
  });
});

describe('redact', () => {
  it('takes out people, machines and secrets, and keeps the lines', () => {
    const text =
      'ann@laptop:~/app$ go run .\nGET from 10.1.2.3:5555 token=abcdef123456\nmail bob@corp.example\n\t/home/ann/app/main.go:9 +0x18\n\t/home/bob/x.go:1\nmain.f(0xc000012018, 0xc000012018, 0xc000099999)\nghp_abcdefghijklmnopqrstuvwxyz0123456789\n';
    const redacted = redact(text);
    expect(redacted).not.toMatch(/ann|laptop|10\.1\.2\.3|abcdef123456|bob|corp|0xc0000|ghp_/);
    expect(redacted.split('\n')).toHaveLength(text.split('\n').length);
    expect(redacted).toContain('/home/user/app/main.go:9 +0x18');
    expect(redacted).toContain('main.f(0xadd0000, 0xadd0000, 0xadd0001)');
  });

  it('leaves module versions as they are', () => {
    expect(redact('\t/root/go/pkg/mod/golang.org/x/sync@v0.10.0/errgroup/errgroup.go:1')).toContain('sync@v0.10.0');
  });

  it('changes nothing of the analysis but names: fault and class stay', async () => {
    for (const { input } of FIXTURES.filter((_, index) => index % 10 === 0)) {
      const [before] = (await analyze(input)).evidence;
      const [after] = (await analyze(redact(input))).evidence;
      expect([after?.kind, after?.span, after?.complete]).toEqual([before?.kind, before?.span, before?.complete]);
    }
  });
});

describe('toMarkdown', () => {
  it('is a report for an issue tracker, in which text of the paste is no markup', () => {
    const text = toMarkdown(
      analyzeText(
        `panic: <script>*x* [a](b) \`c\` @team #1\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/main.go:9 +0x18\nexit status 2\n`,
      ),
    );
    expect(text).toMatch(/^### panic: &lt;script\\>/);
    expect(text).not.toMatch(/<script|[^\\]\*x\*|[^\\]@team|[^\\]\[a\]/);
    expect(text).toContain('(line 5)');
  });

  it('says what was undone and what is missing', () => {
    const text = toMarkdown(
      analyzeText('> panic: boom\n>\n> goroutine 1 [running]:\n> main.main()\n> \t/a/main.go:9 +0x18\n'),
    );
    expect(text).toContain('Undone before reading: quote (5 lines).');
  });
});
