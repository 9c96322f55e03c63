/** The terminals of a lab in the page, and what their commands leave as evidence. */
import { openTerminal } from '../sandbox/index.ts';
import type { CommandRecord, Lab, Recorder, Terminal } from '../sandbox/index.ts';
import { delveBeside } from './delve-beside.ts';
import { make } from './lab-elements.ts';
import type { LabTranscript } from './lab-transcript.ts';

const largestEvidenceBytes = 8 * 1024 * 1024;
const terminalNames = ['Terminal 1', 'Terminal 2'] as const;

/** What the terminals work with. */
export interface ScreenOptions {
  readonly lab: Lab;
  readonly transcript: LabTranscript;
  readonly onEnd: (record: CommandRecord) => void;
  readonly announce: (text: string) => void;
}

/** Opens the terminals in `place`, with how to leave them below. */
export async function openScreens(place: HTMLElement, options: ScreenOptions): Promise<readonly Terminal[]> {
  const screens = make('div', 'lab-screens');
  const hint = make(
    'p',
    'small quiet',
    'Type help for what there is. Tab completes what you typed; Escape, then Tab, leaves.',
  );
  hint.id = 'lab-terminal-hint';
  const beside = make('div');
  place.append(screens, hint, beside);
  const follow = delveBeside(beside, options.lab);
  const terminals: Terminal[] = [];
  for (const label of terminalNames) terminals.push(await openScreen(label, screens, hint.id, { ...options, follow }));
  return terminals;
}

async function openScreen(
  label: string,
  screens: HTMLElement,
  describedBy: string,
  { lab, transcript, onEnd, announce, follow }: ScreenOptions & { readonly follow: (recorder: Recorder) => void },
): Promise<Terminal> {
  const frame = make('div', 'lab-screen');
  const host = make('div', 'lab-xterm');
  frame.append(make('p', 'small quiet lab-screen-name', label), host);
  screens.append(frame);
  const terminal: Terminal = await openTerminal({
    host,
    label,
    describedBy,
    shell: lab.openShell((recording) => terminal.markRecording(`${recording.go} on ${recording.platform}`)),
    theme: () => themeOf(host),
    onRecord: (recorder) => {
      transcript.show(recorder, label);
      follow(recorder);
    },
    onEnd,
    announce,
  });
  new ResizeObserver(() => terminal.fit()).observe(host);
  return terminal;
}

/** A file that goes with a command's output, as an exercise takes it. */
interface HandedFile {
  readonly source: string;
  readonly content: Uint8Array;
}

/**
 * What goes with a command's output: the binary files that it names, such as profiles, and with tests that ran here the
 * sources as edited, under `lab/`.
 */
export function evidenceFiles(lab: Lab, { line, recording }: CommandRecord): readonly HandedFile[] {
  const isTest = recording === undefined && /(^|[\s;&|])go\s+test\b/.test(line);
  return lab.files.changes().flatMap((change) => {
    if (change.kind !== 'file' || change.contents.length > largestEvidenceBytes) return [];
    const { path, contents: content } = change;
    if (isSourceOf(lab, path)) return isTest ? [{ source: `lab/${path.slice(lab.folder.length + 1)}`, content }] : [];
    const source = path.slice(path.lastIndexOf('/') + 1);
    return isData(content) && line.includes(source) ? [{ source, content }] : [];
  });
}

function isSourceOf(lab: Lab, path: string): boolean {
  return path.startsWith(`${lab.folder}/`) && /\.go$|\/go\.mod$/.test(path);
}

/** Binary, but no program: those begin with a zero byte. */
function isData(contents: Uint8Array): boolean {
  return contents[0] !== 0 && contents.subarray(0, 8192).includes(0);
}

/** The page's colors for a terminal; the sixteen of ANSI are left to xterm, which keeps their contrast. */
function themeOf(host: HTMLElement): {
  background: string;
  foreground: string;
  cursor: string;
  selectionBackground: string;
} {
  const resolve = (name: string): string => {
    const probe = make('span');
    probe.style.color = `var(${name})`;
    host.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  return {
    background: resolve('--well'),
    foreground: resolve('--ink'),
    cursor: resolve('--ink'),
    selectionBackground: resolve('--mark-wash'),
  };
}
