/**
 * Lets a library make its `<style>` elements, which the page's policy forbids: while `make` runs, what would be a style
 * element is an inert one whose text becomes a sheet that the document adopts.
 */
export function withAdoptedStyles(make: () => void): void {
  const createElement = document.createElement.bind(document);
  const instead = (tag: string, options?: ElementCreationOptions): HTMLElement =>
    tag === 'style' ? adoptedStyle(createElement('span')) : createElement(tag, options);
  Object.defineProperty(document, 'createElement', { value: instead, configurable: true });
  try {
    make();
  } finally {
    // The document's own method stands on its prototype.
    Reflect.deleteProperty(document, 'createElement');
  }
}

/** Makes the element's text a style sheet for as long as it stands in the page. */
function adoptedStyle(element: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet();
  const remove = element.remove.bind(element);
  element.hidden = true;
  document.adoptedStyleSheets.push(sheet);
  Object.defineProperty(element, 'textContent', {
    set(text: string) {
      sheet.replaceSync(text);
    },
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    remove();
  };
  return element;
}
