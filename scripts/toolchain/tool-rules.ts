import type { Rule } from './rules.ts';

/** The architectures that a browser never compiles for: folder of the back end, and its names in GOARCH. */
const OTHER_ARCHITECTURES: Readonly<Record<string, readonly string[]>> = {
  x86: ['386'],
  amd64: ['amd64'],
  arm: ['arm'],
  arm64: ['arm64'],
  loong64: ['loong64'],
  mips: ['mips', 'mipsle'],
  mips64: ['mips64', 'mips64le'],
  ppc64: ['ppc64', 'ppc64le'],
  riscv64: ['riscv64'],
  s390x: ['s390x'],
};

const folders = Object.keys(OTHER_ARCHITECTURES);

const dropped = (file: string, why: string, find: string): Rule => ({ file, why, find, replace: '' });

const compileImports = folders.map((arch) =>
  dropped('cmd/compile/main.go', `leave out the ${arch} back end`, `\t"cmd/compile/internal/${arch}"\n`),
);

const compileTable = Object.entries(OTHER_ARCHITECTURES).flatMap(([arch, names]) =>
  names.map((name) =>
    dropped('cmd/compile/main.go', `leave out ${name}`, `\t${`"${name}":`.padEnd(11)} ${arch}.Init,\n`),
  ),
);

const linkImports = folders.map((arch) =>
  dropped('cmd/link/main.go', `leave out the ${arch} linker`, `\t"cmd/link/internal/${arch}"\n`),
);

const linkTable = Object.entries(OTHER_ARCHITECTURES).map(([arch, names]) => {
  const cases = names.map((name) => `"${name}"`).join(', ');
  return dropped('cmd/link/main.go', `leave out ${arch}`, `\tcase ${cases}:\n\t\tarch, theArch = ${arch}.Init()\n`);
});

const SIMD = 'cmd/compile/internal/ssagen/simdintrinsics.go';
const simdHead =
  'func simdIntrinsics(addF func(pkg, fn string, b intrinsicBuilder, archFamilies ...sys.ArchFamily)) {\n';

/** Package simd/archsimd exists for amd64 only: its table, the largest of the compiler, is left empty. */
const withoutSimd: readonly Rule[] = [
  ...['ir', 'ssa', 'types'].map((name) =>
    dropped(SIMD, `an empty table without ${name}`, `\t"cmd/compile/internal/${name}"\n`),
  ),
  { file: SIMD, why: 'leave out the instructions of amd64', find: simdHead, toEnd: true, replace: `${simdHead}}\n` },
];

/**
 * What changes in compile, link, vet and gofmt: everything but wasm is left out of the first two (a third of their
 * size), the compiler allows the race detector, and the linker also writes the names of variables. Without
 * -race, the code that compiles and links for wasm is untouched.
 */
export const TOOL_RULES: readonly Rule[] = [
  ...compileImports,
  ...compileTable,
  ...linkImports,
  ...linkTable,
  ...withoutSimd,
  {
    file: 'cmd/compile/internal/ssa/config.go',
    why: 'leave out the rewrite rules of other architectures',
    find: '\tcase "amd64":\n\t\tc.PtrSize = 8\n',
    upTo: '\tcase "wasm":\n\t\tc.PtrSize = 8\n',
    replace: '',
  },
  {
    file: 'cmd/link/internal/wasm/asm.go',
    why: 'write the names of variables, so that a heap dump can name what holds an object',
    find: '\t\twriteNameSec(ctxt, len(hostImports), fns)\n',
    replace: '\t\twriteNameSec(ctxt, len(hostImports), fns)\n\t\twriteDataSymbolSec(ctxt, ldr)\n',
  },
  {
    file: 'internal/platform/supported.go',
    why: 'let the compiler instrument wasm for the race detector',
    find: 'func RaceDetectorSupported(goos, goarch string) bool {\n',
    replace: 'func RaceDetectorSupported(goos, goarch string) bool {\n\tif goarch == "wasm" {\n\t\treturn true\n\t}\n',
  },
  {
    file: 'cmd/compile/internal/walk/range.go',
    why: 'with -race, loop over slices by index as on amd64: a pointer would be checked by checkptr in each iteration',
    find: '\t\tif cheapComputableIndex(elem.Size()) {\n',
    replace: '\t\tif cheapComputableIndex(elem.Size()) || base.Flag.Race {\n',
  },
];
