import ts from 'typescript';
import { blank, blankInline, keepOnly, type Range } from './blank.ts';

/** Elements whose text is not prose. */
const codeElements: ReadonlySet<string> = new Set(['code', 'kbd', 'pre', 'samp']);

/** Returns what a TypeScript source says to people: the strings that read like a sentence. */
export function readScript(source: string): string {
  return readSource(source, ts.ScriptKind.TS);
}

/** Returns the text of an Astro page or component, and its strings that read like a sentence, at their offsets. */
export function readAstro(source: string): string {
  const quiet = blankBodies(source);
  const fence = /^---\n[\s\S]*?\n---\n/.exec(quiet)?.[0] ?? '';
  // As TypeScript sees it, the script ends where a fragment begins: the closing fence becomes its opening tag.
  const script = fence === '' ? '<>' : `   ${fence.slice(3, -4)}(<>\n`;
  const shift = fence === '' ? 2 : 0;
  return readSource(`${script}${quiet.slice(fence.length)}</>);`, ts.ScriptKind.TSX).slice(
    shift,
    shift + source.length,
  );
}

/** Scripts, styles and the document type are no TSX. */
function blankBodies(source: string): string {
  const noType = source.replaceAll(/<!doctype html>/gi, (match) => ' '.repeat(match.length));
  return noType.replaceAll(
    /(<(script|style)[^>]*>)([\s\S]*?)(<\/\2>)/g,
    (_, open: string, __, body: string, close: string) => open + body.replaceAll(/[^\n]/g, ' ') + close,
  );
}

function readSource(source: string, kind: ts.ScriptKind): string {
  const file = ts.createSourceFile('source', source, ts.ScriptTarget.Latest, true, kind);
  const ranges: Range[] = [];
  const add = (node: ts.Node, from = 1, to = 1) => ranges.push({ from: node.getStart(file) + from, to: node.end - to });
  const visit = (node: ts.Node): void => {
    if (isForMachines(node)) return;
    if (ts.isJsxText(node)) ranges.push({ from: node.pos, to: node.end });
    else if (ts.isStringLiteralLike(node)) {
      if (isSentence(node.text)) add(node);
    } else if (ts.isTemplateExpression(node) && isSentence(templateText(node))) {
      add(node.head, 1, 2);
      for (const { literal } of node.templateSpans) add(literal, 1, ts.isTemplateTail(literal) ? 1 : 2);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const prose = keepOnly(source, ranges);
  return blank(
    blankInline(prose.replaceAll(/\\['"`]/g, (escape) => ` ${escape.slice(1)}`)),
    /\\u[0-9a-f]{4}|\\[a-z]/gi,
  );
}

function isForMachines(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return true;
  return isCodeElement(node) || isMachineAttribute(node) || isWordList(node);
}

/** `'break case chan'.split(' ')`. */
function isWordList({ parent }: ts.Node): boolean {
  return parent !== undefined && ts.isPropertyAccessExpression(parent) && parent.name.text === 'split';
}

function isCodeElement(node: ts.Node): boolean {
  return ts.isJsxElement(node) && codeElements.has(node.openingElement.tagName.getText());
}

/** Of attributes, only those that are read out or shown. */
function isMachineAttribute(node: ts.Node): boolean {
  return (
    ts.isJsxAttribute(node) && !/^(?:title|description|label|aria-label|placeholder|alt)$/.test(node.name.getText())
  );
}

function templateText({ head, templateSpans }: ts.TemplateExpression): string {
  return [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('X');
}

/** Words without which few sentences can be said; lists of names and of flags have none. */
const smallWords =
  /\b(?:an?|the|is|are|was|has|have|its?|not|no|you|your|this|that|to|of|in|on|at|by|with|for|from|and|or)\b/i;

function isSentence(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /^[("'“`]?\p{L}[\p{L}'’-]*[)"'”`,.;:?!]*$/u.test(word));
  return words.length >= 3 && smallWords.test(text) && !/^[.#<]|=>|[{}|]\s*$/.test(text);
}
