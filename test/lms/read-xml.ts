/** Reads XML strictly, as far as manifests use it: elements, attributes, text, the five entities and character references. */

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  text: string;
}

const token = /<\?xml [^?]*\?>|<\/([\w:.-]+)>|<([\w:.-]+)((?:\s[\w:.-]+="[^"<]*")*)\s?(\/?)>|([^<]+)/gy;

/** The root element. @throws Error where the text is not well-formed. */
export function readXml(text: string): XmlNode {
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    const match = token.exec(text);
    if (!match) throw new Error(`no XML at ${at}: ${text.slice(at, at + 60)}`);
    const [, closes, opens, words = '', isEmpty, content] = match;
    const parent = open.at(-1) ?? root;
    if (closes !== undefined && open.pop()?.name !== closes) throw new Error(`</${closes}> closes another element`);
    if (content !== undefined) parent.text += unescape(content);
    if (opens === undefined) continue;
    const attributes = [...words.matchAll(/([\w:.-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      unescape(value),
    ]);
    if (new Set(attributes.map(([name]) => name)).size < attributes.length)
      throw new Error(`${opens} has an attribute twice`);
    const node: XmlNode = { name: opens, attributes: Object.fromEntries(attributes), children: [], text: '' };
    parent.children.push(node);
    if (isEmpty === '') open.push(node);
  }
  const [top, ...more] = root.children;
  if (!top || more.length > 0 || open.length > 1) throw new Error('not one whole element');
  return top;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|(\w*));?/g, (whole, code: string | undefined, name: string | undefined) => {
    const char = code === undefined ? entities[name ?? ''] : String.fromCodePoint(Number(code));
    if (char === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole}`);
    return char;
  });
}

/** Every element below one, itself included. */
export function allNodes(node: XmlNode): readonly XmlNode[] {
  return [node, ...node.children.flatMap(allNodes)];
}
