/** `<search-page>`: the search as a page of its own; its address holds the words, so that it can be linked to. */
import { makeSearchPanel } from './search-panel.ts';

class SearchPage extends HTMLElement {
  connectedCallback(): void {
    const panel = makeSearchPanel((words) => {
      const query = words === '' ? location.pathname : `?q=${encodeURIComponent(words)}`;
      history.replaceState(null, '', query);
    });
    this.replaceChildren(panel.element);
    panel.input.value = new URLSearchParams(location.search).get('q') ?? '';
    if (panel.input.value !== '') void panel.run();
    panel.input.focus();
  }
}

customElements.define('search-page', SearchPage);
