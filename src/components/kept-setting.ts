/** Small settings of the reader, kept in this browser where it keeps anything. */

export function readSetting(name: string): string | undefined {
  try {
    return localStorage.getItem(`faultline-${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`faultline-${name}`, value);
  } catch {
    // The setting holds until the page is left.
  }
}

/** A text of this tab, there again after a reload and gone with the tab. Long ones are not kept. */
export function keepForTab(name: string, text: string): void {
  try {
    if (text.length > 1_000_000) sessionStorage.removeItem(`faultline-${name}`);
    else sessionStorage.setItem(`faultline-${name}`, text);
  } catch {
    // The text stands in the page for as long as the page is open.
  }
}

export function readForTab(name: string): string {
  try {
    return sessionStorage.getItem(`faultline-${name}`) ?? '';
  } catch {
    return '';
  }
}
