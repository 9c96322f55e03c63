import { STD_RULES } from './std-rules.ts';
import type { Rule } from './rules.ts';

const SYSCALLS = 'syscall/fs_wasip1.go';

const plainly = ['Read', 'Write', 'Pread', 'Pwrite'].map((name): Rule => {
  return {
    file: SYSCALLS,
    why: `let race_wasm.go tell the detector of ${name}`,
    find: `func ${name}(fd int, b []byte`,
    replace: `func plain${name}(fd int, b []byte`,
  };
});

/** What changes in std for `-race`: the hooks of the runtime go to the detector of the page instead of to a C library. */
export const RACE_RULES: readonly Rule[] = [
  ...STD_RULES,
  ...plainly,
  {
    file: 'runtime/race.go',
    why: 'leave the hooks to race_wasm.go',
    find: '//go:build race\n',
    replace: '//go:build race && !wasm\n',
  },
  {
    file: 'runtime/malloc.go',
    why: 'let the heap grow without the hints of the C library',
    find: '\t\tif raceenabled {\n\t\t\t// The race detector assumes the heap lives in\n',
    replace: '\t\tif raceenabled && GOARCH != "wasm" {\n\t\t\t// The race detector assumes the heap lives in\n',
  },
];
