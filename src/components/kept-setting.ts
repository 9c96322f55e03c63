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
