import type { Explanation, Statement } from '../text/index.ts';
import type { ShellEvidence } from './model.ts';

/**
 * What a terminal session about cores says: which core it got and how, or what stood in the way.
 * @example explainShell(session).title // 'a core by crash: core'
 */
export function explainShell(shell: ShellEvidence): Explanation {
  const { core, steps } = shell;
  return {
    title: core === undefined ? 'a terminal session without a core' : `a core by ${core.how}: ${core.path}`,
    is: 'A terminal session about getting a core: the memory of a process as one file, for a debugger.',
    shows: [...coreStatements(shell), ...obstacles(shell)],
    cannotShow: [
      'Whether the core is whole: a limit or a full disk cuts it short.',
      'Whether the binary beside it is the one that died. Keep both together.',
    ],
    next:
      core === undefined
        ? missingSteps(shell)
        : [`Open it: \`dlv core PROGRAM ${core.path}\`. It holds secrets of the process: keep it private.`],
    provenance: [{ text: `${steps.length} command${steps.length === 1 ? '' : 's'}.` }],
  };
}

function coreStatements({ core, death }: ShellEvidence): Statement[] {
  if (core === undefined)
    return death === undefined ? [] : [{ text: `The program died (${death}); no core is shown.` }];
  const how =
    core.how === 'gcore' ? 'gcore took it from the living process' : 'the kernel wrote it when the program died';
  return [
    {
      text: `The core is ${core.path}: ${how}.`,
      at: core.at,
      ...(core.confidence === undefined ? {} : { confidence: core.confidence }),
    },
  ];
}

function obstacles({ core, limit, pattern, traceback, death }: ShellEvidence): Statement[] {
  if (core !== undefined) return [];
  return [
    ...(limit === '0' ? [{ text: 'The limit on cores is 0, so the kernel writes none.' }] : []),
    ...(pattern?.startsWith('|') === true
      ? [{ text: `The kernel pipes cores to ${pattern.slice(1)} instead of a file.` }]
      : []),
    ...(death === undefined && traceback !== 'crash'
      ? [
          {
            text: 'Nothing shows that the program died by a signal: without GOTRACEBACK=crash Go exits by itself, with status 2.',
          },
        ]
      : []),
  ];
}

function missingSteps({ limit, pattern, traceback }: ShellEvidence): string[] {
  return [
    ...(limit === undefined || limit === '0'
      ? ['Raise the limit in the shell that starts the program: `ulimit -c unlimited`.']
      : []),
    ...(pattern === undefined ? ['See where cores go: `cat /proc/sys/kernel/core_pattern`.'] : []),
    ...(pattern?.startsWith('|') === true
      ? ['Ask the collector: `coredumpctl list`, then `coredumpctl dump -o core`.']
      : []),
    ...(traceback === 'crash'
      ? []
      : ['Run the program with GOTRACEBACK=crash, or take a core of the living process with `gcore -o core PID`.']),
  ];
}
