import type { Rule } from './rules.ts';

const SIGNALS: readonly Rule[] = [
  {
    file: 'runtime/netpoll_wasip1.go',
    why: 'print every goroutine when SIGQUIT comes',
    find: '\tif errno != 0 {\n\t\tif errno != _EINTR {\n',
    replace: '\tif errno == errnoQuit {\n\t\thostQuit()\n\t}\n\tif errno != 0 {\n\t\tif errno != _EINTR {\n',
  },
  {
    file: 'runtime/os_wasm.go',
    why: 'have signals at all',
    find: 'const _NSIG = 0\n',
    replace: 'const _NSIG = 32\n',
  },
  {
    file: 'runtime/os_wasm.go',
    why: 'tell the host which signals os/signal asks for',
    find: 'func sigenable(uint32)               {}\n',
    replace: 'func sigenable(sig uint32)           { hostSignalEnable(sig, 1) }\n',
  },
  {
    file: 'runtime/os_wasm.go',
    why: 'tell the host which signals os/signal no longer asks for',
    find: 'func sigdisable(uint32)              {}\n',
    replace: 'func sigdisable(sig uint32)          { hostSignalEnable(sig, 0) }\n',
  },
  {
    file: 'runtime/os_wasm.go',
    why: 'name signals in traces as on Linux',
    find: 'func signame(sig uint32) string {\n\treturn ""\n}\n',
    replace: 'func signame(sig uint32) string {\n\treturn hostSignalName(sig)\n}\n',
  },
  {
    file: 'runtime/sigqueue.go',
    why: 'wait for signals without spinning',
    find: '\t\t\t\t\tnotetsleepg(&sig.note, -1)\n',
    replace: '\t\t\t\t\thostSignalWait()\n',
  },
];

const SOCKETS: readonly Rule[] = [
  {
    file: 'net/net_fake.go',
    why: "take TCP sockets from the host's own localhost",
    find: '\tfd := &netFD{\n\t\tfamily: family,\n\t\tsotype: sotype,\n\t\tnet:    net,\n\t}\n\tfd.fakeNetFD = newFakeNetFD(fd)\n',
    upTo: '\n\tif raddr == nil {\n\t\tif err := fakeListen(fd, laddr); err != nil {\n',
    replace:
      '\tif isHostSocket(family, sotype) {\n\t\treturn hostSocket(ctx, net, family, laddr, raddr)\n\t}\n\n' +
      '\tfd := &netFD{\n\t\tfamily: family,\n\t\tsotype: sotype,\n\t\tnet:    net,\n\t}\n\tfd.fakeNetFD = newFakeNetFD(fd)\n',
  },
  {
    file: 'net/fd_fake.go',
    why: 'give accepted connections their addresses',
    find: '\tnetfd = newFD("tcp", d)\n',
    replace: '\tnetfd = hostAccepted(fd, newFD("tcp", d))\n',
  },
];

const ERROR_TEXTS: readonly Rule[] = [
  {
    file: 'syscall/syscall_wasip1.go',
    why: 'word errors as Linux does',
    find: '\t\ts := errorstr[e]\n',
    replace: '\t\ts := linuxErrorstr[e]\n\t\tif s == "" {\n\t\t\ts = errorstr[e]\n\t\t}\n',
  },
];

const TESTDEPS = 'testing/internal/testdeps/deps.go';
const unusedImports = ['context', 'internal/fuzz', 'os/signal', 'reflect', 'time'];

const TEST_BINARIES: readonly Rule[] = [
  ...unusedImports.map((path): Rule => {
    return { file: TESTDEPS, why: `test binaries without ${path}`, find: `\t"${path}"\n`, replace: '' };
  }),
  {
    file: TESTDEPS,
    why: 'test binaries without the fuzzing engine (corpus_wasip1.go stands in)',
    find: 'func (TestDeps) CoordinateFuzzing(\n',
    upTo: 'var CoverMode string\n',
    replace: '',
  },
];

/** What changes in the standard library that the learner's programs are linked with. */
export const STD_RULES: readonly Rule[] = [...SIGNALS, ...SOCKETS, ...ERROR_TEXTS, ...TEST_BINARIES];
