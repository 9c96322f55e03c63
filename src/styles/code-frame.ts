import type { ShikiTransformer } from 'shiki';

/**
 * Reads what a code fence says about itself: `title="lab/main.go"` becomes the caption, `lines="20-22"` the numbers that
 * stand before the lines. layout.css draws both.
 */
export const codeFrame: ShikiTransformer = {
  name: 'code-frame',
  pre(node) {
    const meta = this.options.meta?.__raw ?? '';
    const title = /title="([^"]+)"/.exec(meta)?.[1];
    const [, first, last] = /lines="(\d+)(?:-(\d+))?/.exec(meta) ?? [];
    if (title !== undefined) node.properties['data-title'] = title;
    if (first === undefined) return;
    node.properties['data-lines'] = '';
    node.properties['style'] =
      `${String(node.properties['style'] ?? '')};--before:${Number(first) - 1};--digits:${(last ?? first).length}`;
  },
};
