/**
 * Files that a program expects of its system, by absolute path: names of this machine, and that names are looked up
 * nowhere else, since there is no network to ask.
 */
export const systemFiles: ReadonlyMap<string, string> = new Map([
  ['/etc/hosts', '127.0.0.1\tlocalhost\n::1\tlocalhost\n'],
  ['/etc/nsswitch.conf', 'hosts: files\n'],
]);
