/** Puts the words of a variant into what the page was built with, and the lesson's own back. */
import type { Variant } from '../exercises/index.ts';

/** Texts as the page was built with them. */
const written = new WeakMap<Text, string>();

/** Says what stands in the parts as the variant has it: names in code, files with their lines anywhere. */
export function varyWords(parts: Iterable<Element>, variant: Variant): void {
  for (const part of parts) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) varyText(node as Text, variant);
  }
}

function varyText(node: Text, { toVaried, varyProse }: Variant): void {
  const text = written.get(node) ?? node.data;
  written.set(node, text);
  const varied = node.parentElement?.closest('code, pre') ? toVaried(text) : varyProse(text);
  if (varied !== node.data) node.data = varied;
}
