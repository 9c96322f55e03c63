import { runPprof, type ViewerRequest } from '../../analysis/pprof/index.ts';
import { fileErrorText, resolvePath } from '../files/index.ts';
import { createCapture } from '../process/index.ts';
import type { Command, CommandContext } from '../process/index.ts';
import { createLineReader } from './line-reader.ts';
import { readOrExplain } from './read-file.ts';

/** What `-http` shows: one profile, or a profile and its base, which stand in that order. */
export interface ViewedProfiles {
  readonly files: readonly { readonly source: string; readonly content: Uint8Array }[];
  readonly mode: ViewerRequest['mode'];
}

/** Shows profiles and returns the address to print. */
export type OpenViewer = (profiles: ViewedProfiles) => Promise<string>;

/**
 * Returns pprof for `go tool pprof`. Profiles are files of the lab, or come by `http://` from its programs through
 * `curl`; without a report it reads commands from standard input. `-http` opens the viewer, where there is one.
 *
 * @example createPprofCommand(createCurl(ports)).run({ ...context, args: ['-top', 'heap.out'] })
 */
export function createPprofCommand(curl: Command, open?: OpenViewer): Command {
  return {
    name: 'pprof',
    summary: 'reports on profiles: go tool pprof [-top|-list=…|-diff_base=…] profile',
    async run(context) {
      const { args, cwd, env, files, stdout, stderr } = context;
      const lines = createLineReader(context.stdin);
      return runPprof(args, {
        env: { ...env, PWD: cwd },
        isTerminal: stdout.isTerminal,
        readFile: async (path) =>
          /^https?:/.test(path) ? download(curl, context, path) : readOrExplain(context, path),
        readSource: async (path) => files.readText(resolvePath(cwd, path)),
        async writeFile(path, bytes) {
          const failed = files.writeFile(resolvePath(cwd, path), bytes);
          if (failed !== undefined) throw new Error(`open ${path}: ${fileErrorText[failed]}`);
        },
        stdout: (out) => stdout.write(out),
        stderr: (text) => stderr.write(text),
        ...(open && { openViewer: (profile, request) => open(viewedProfiles(context, profile, request)) }),
        async readLine(prompt) {
          stdout.write(prompt);
          return lines.next();
        },
      });
    },
  };
}

/** The files themselves where the lab has one of each; else the profile that was made of them all. */
function viewedProfiles(context: CommandContext, profile: Uint8Array, request: ViewerRequest): ViewedProfiles {
  const { sources, base, mode } = request;
  const names = [...sources, ...base];
  const files = names.flatMap((source) => {
    const content = context.files.readFile(resolvePath(context.cwd, source));
    return content === undefined ? [] : [{ source, content }];
  });
  if (sources.length === 1 && base.length <= 1 && files.length === names.length) return { files, mode };
  return { files: [{ source: sources.at(-1) ?? 'profile', content: profile }], mode: 'none' };
}

async function download(curl: Command, context: CommandContext, url: string): Promise<Uint8Array> {
  const [body, complaint] = [createCapture(), createCapture()];
  const status = await curl.run({ ...context, args: ['-sSf', url], stdout: body, stderr: complaint });
  if (status !== 0) throw new Error(`Get "${url}": ${complaint.text().trim()}`);
  return body.bytes();
}
