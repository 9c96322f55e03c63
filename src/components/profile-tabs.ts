/** The tabs of the profile viewer, and the panel below them. */
import { element } from './element.ts';
import { profileViews, type ProfileView } from './profile-settings.ts';

const titles: Readonly<Record<ProfileView, string>> = {
  table: 'Table',
  flame: 'Flame graph',
  graph: 'Call graph',
  source: 'Source',
  text: 'Text',
  slopes: 'Slopes',
};

export class ProfileTabs {
  readonly element = element('div', 'profile-tabs');
  readonly panel = element('div', 'profile-panel');
  readonly #tabs: readonly HTMLButtonElement[];

  constructor(id: string, choose: (view: ProfileView) => void) {
    this.element.setAttribute('role', 'tablist');
    this.element.setAttribute('aria-label', 'Views of the profile');
    this.panel.id = `${id}-panel`;
    this.panel.setAttribute('role', 'tabpanel');
    this.#tabs = profileViews.map((view) => {
      const tab = element('button', '', titles[view]);
      tab.type = 'button';
      tab.id = `${id}-${view}`;
      tab.dataset['view'] = view;
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', this.panel.id);
      tab.addEventListener('click', () => choose(view));
      return tab;
    });
    this.element.append(...this.#tabs);
    this.element.addEventListener('keydown', (event) => this.#move(event));
  }

  /** Marks the view that is shown. Slopes need three snapshots. */
  show(view: ProfileView, hasSlopes: boolean): void {
    for (const tab of this.#tabs) {
      const isShown = tab.dataset['view'] === view;
      tab.setAttribute('aria-selected', String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      tab.hidden = tab.dataset['view'] === 'slopes' && !hasSlopes;
      if (isShown) this.panel.setAttribute('aria-labelledby', tab.id);
    }
  }

  #move(event: KeyboardEvent): void {
    const shown = this.#tabs.filter(({ hidden }) => !hidden);
    const at = shown.findIndex((tab) => tab === event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = shown.at(to % shown.length);
    next?.focus();
    next?.click();
  }
}
