import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/index.ts';
import { kindOfBytes } from '../../../src/analysis/text/index.ts';

const PANIC = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/b.go:1 +0x1\nexit status 2\n';

describe('kindOfBytes', () => {
  it.each([
    ['89504e470d0a1a0a', 'a PNG image'],
    ['ffd8ffe0', 'a JPEG image'],
    ['255044462d312e37', 'a PDF document'],
    ['504b0304', 'a zip archive'],
    ['7f454c4602010100000000000000000002003e00', 'a Linux program'],
    ['7f454c4602010100000000000000000004003e00', 'a core file'],
    ['4d5a90000300000004', 'a Windows program'],
  ])('names %s %s and says what to give instead', async (hex, what) => {
    const bytes = Buffer.from(hex.padEnd(64, '0'), 'hex');
    const { evidence } = await analyze(bytes);
    expect(evidence[0]).toMatchObject({ kind: 'foreign', what });
    expect(evidence[0]?.kind === 'foreign' && evidence[0].instead.length > 10).toBe(true);
  });

  it('reads text in UTF-8 and in UTF-16, with a mark and without', async () => {
    const wide = Buffer.from(PANIC, 'utf16le');
    const swapped = Buffer.from(wide).swap16();
    const inputs = [Buffer.from(PANIC), wide, Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), swapped];
    for (const input of inputs) {
      const { evidence } = await analyze(input);
      expect(evidence[0]).toMatchObject({ kind: 'panic', fault: { line: 1 } });
    }
  });

  it('takes text that starts like a format for text', () => {
    expect(kindOfBytes(Buffer.from('MZ is how this line starts\n')).kind).toBe('text');
    expect(kindOfBytes(Buffer.from('')).kind).toBe('text');
  });
});
