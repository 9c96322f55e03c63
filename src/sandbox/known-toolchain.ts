/** Which toolchain's files this browser has loaded before, so that its cache can be trusted to hold them. */

const key = 'faultline-toolchain';

/** Notes that the files of the toolchain with this stamp were loaded. */
export function rememberToolchain(stamp: string): void {
  try {
    localStorage.setItem(key, stamp);
  } catch {
    // Then the next visit counts the bytes once more.
  }
}

/** Whether the files of the toolchain with this stamp were loaded before. */
export function isToolchainKnown(stamp: string): boolean {
  try {
    return localStorage.getItem(key) === stamp;
  } catch {
    return false;
  }
}
