/** What `GORACE` sets, see https://go.dev/doc/articles/race_detector#Options. */
export interface RaceOptions {
  /** End the program at the first report. */
  readonly haltOnError: boolean;
  /** Exit status of a program with races. */
  readonly exitCode: number;
  /** Printed paths lose everything up to and with this. */
  readonly stripPathPrefix: string;
  /** `stderr`, `stdout`, or a file that gets `.PID` appended. */
  readonly logPath: string;
  /** Report the same pair of stacks once. */
  readonly isDeduplicated: boolean;
}

const defaults: RaceOptions = {
  haltOnError: false,
  exitCode: 66,
  stripPathPrefix: '',
  logPath: 'stderr',
  isDeduplicated: true,
};

const isTrue = (value: string) => value === '1' || value === 'true' || value === 'yes';

/**
 * Returns the options in the value of the environment variable `GORACE`. `history_size` and other settings of the native
 * runtime are accepted and change nothing here: this detector always keeps the whole stack of the previous access.
 *
 * @example parseGorace('halt_on_error=1 strip_path_prefix=/home/me/')
 */
export function parseGorace(text: string | undefined): RaceOptions {
  const found = { ...defaults };
  for (const setting of (text ?? '').split(/[\s,:]+/)) {
    const equals = setting.indexOf('=');
    if (equals < 0) continue;
    const value = setting.slice(equals + 1).replace(/^(["'])(.*)\1$/, '$2');
    switch (setting.slice(0, equals)) {
      case 'halt_on_error':
        found.haltOnError = isTrue(value);
        break;
      case 'exitcode':
        found.exitCode = Number.parseInt(value, 10) || 0;
        break;
      case 'strip_path_prefix':
        found.stripPathPrefix = value;
        break;
      case 'log_path':
        found.logPath = value;
        break;
      case 'suppress_equal_stacks':
        found.isDeduplicated = isTrue(value);
        break;
    }
  }
  return found;
}
