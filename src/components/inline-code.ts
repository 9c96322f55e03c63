/** The nodes of a one-line message in which `code` stands between backticks, as text nodes only. */
export function inlineCode(message: string): readonly Node[] {
  return message.split('`').map((part, i) => {
    if (i % 2 === 0) return document.createTextNode(part);
    const code = document.createElement('code');
    code.textContent = part;
    return code;
  });
}
