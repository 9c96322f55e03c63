/** `<theme-switch>`: colors as the system has them, light, or dark. `theme.js` applies the choice before the first paint. */
import { keepSetting, readSetting } from './kept-setting.ts';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    let theme = themes.find((name) => name === readSetting('theme')) ?? 'auto';
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `Colors: ${theme}`;
    button.addEventListener('click', () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
      keepSetting('theme', theme);
      applyTheme(theme);
      button.textContent = `Colors: ${theme}`;
    });
    this.replaceChildren(button);
    this.hidden = false;
  }
}

function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

customElements.define('theme-switch', ThemeSwitch);
