import { describe, expect, it, vi } from 'vitest';
import { createCapture } from '../../../src/toolchain/process/index.ts';
import { createShell, loadBash } from '../../../src/toolchain/shell/index.ts';
import { labOf, runIn } from './labs.ts';

const goMod = 'module example.com/app\n\ngo 1.26\n';

const server = `package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
)

var held [][]byte

func main() {
	for range 10 {
		held = append(held, make([]byte, 1<<20))
	}
	http.HandleFunc("/hello", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "hello", r.URL.Query().Get("who")) })
	http.HandleFunc("/boom", func(http.ResponseWriter, *http.Request) { panic("boom") })
	fmt.Println(http.ListenAndServe("localhost:6060", nil))
}
`;

describe('a lab’s terminal', { timeout: 120_000 }, () => {
  it('reaches a running server with curl, which outlives a panic in a handler', async () => {
    const lab = await labOf({ 'go.mod': goMod, 'main.go': server });
    const shell = createShell({ ...lab, loadInterpreter: loadBash });
    const run = async (line: string): Promise<{ code: number; text: string }> => {
      const [stdout, stderr] = [createCapture(), createCapture()];
      const { code } = await shell.run(line, { stdout, stderr });
      return { code, text: stdout.text() };
    };
    expect((await run('go build -o app .')).code).toBe(0);
    await run('./app &');
    await vi.waitFor(() => expect(lab.ports.listening()).toEqual([6060]), { timeout: 60_000, interval: 50 });
    expect(await run("curl -s 'http://localhost:6060/hello?who=you'")).toEqual({ code: 0, text: 'hello you\n' });
    expect((await run('curl -s http://localhost:6060/boom')).code).toBe(52);
    expect((await run("curl -s -o heap.out 'http://localhost:6060/debug/pprof/heap?gc=1'")).code).toBe(0);
    expect((await run('go tool pprof -top heap.out')).text).toMatch(/^ +\d+(?:\.\d+)?MB .* main\.main$/m);
    expect((await run('curl -s http://localhost:6061/')).code).toBe(7);
    lab.processes.killAll();
  });

  it('prints every goroutine of a waiting program on SIGQUIT', async () => {
    const main = `package main

import "sync"

func worker(mu *sync.Mutex) { mu.Lock() }

func main() {
	var mu sync.Mutex
	mu.Lock()
	go worker(&mu)
	go func() { select {} }()
	<-make(chan int, 1)
}
`;
    const waiting = main
      .replace('<-make(chan int, 1)', 'time.Sleep(time.Hour)')
      .replace('import "sync"', 'import (\n\t"sync"\n\t"time"\n)');
    const line = 'go build -o app .; ./app & sleep 0.3; kill -QUIT %1; wait %1; echo status $?';
    const { stdout, stderr } = await runIn({ 'go.mod': goMod, 'main.go': waiting }, line);
    expect(stdout).toContain('status 2\n');
    expect(stderr).toMatch(/^SIGQUIT: quit\nPC=0x[0-9a-f]+ m=0 sigcode=0\n\ngoroutine 0 /m);
    expect(stderr).toMatch(/^goroutine 1 .*\[sleep\]:$/m);
    expect(stderr).toMatch(/^goroutine \d+ .*\[sync\.Mutex\.Lock\]:$/m);
    expect(stderr).toMatch(/^goroutine \d+ .*\[select \(no cases\)\]:$/m);
    expect(stderr).not.toContain('unexpected return pc');
  });

  it('hands Ctrl-C to a program that asked for it', async () => {
    const main = `package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	<-ctx.Done()
	fmt.Println("cleaned up")
}
`;
    const line = 'go build -o app .; ./app & sleep 0.3; kill -INT %1; wait %1; echo status $?';
    expect((await runIn({ 'go.mod': goMod, 'main.go': main }, line)).stdout).toContain('cleaned up\n');
  });

  it('names the holder of a heap dump', async () => {
    const main = `package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

type entry struct{ data [1000]byte }

var cache = map[int]*entry{}

func main() {
	runtime.MemProfileRate = 1
	for i := range 200 {
		cache[i] = &entry{}
	}
	runtime.GC()
	f, _ := os.Create("heap.dump")
	debug.WriteHeapDump(f.Fd())
	f.Close()
}
`;
    const { stdout } = await runIn(
      { 'go.mod': goMod, 'main.go': main },
      'go build -o app . && ./app && heapdump --exe app heap.dump',
    );
    expect(stdout).toContain('main.cache');
  });

  it('formats with gofmt itself', async () => {
    const files = { 'go.mod': goMod, 'main.go': 'package main\nfunc main( ){}\n' };
    expect((await runIn(files, 'gofmt -l .; gofmt -w main.go; gofmt -l .; cat main.go')).stdout).toBe(
      'main.go\npackage main\n\nfunc main() {}\n',
    );
  });

  it('changes the language of the module', async () => {
    const line =
      'go mod edit -go=1.21; cat go.mod; go mod init other; go mod tidy; rm go.mod; go mod init x; cat go.mod';
    const { stdout, stderr } = await runIn({ 'go.mod': goMod }, line);
    expect(stdout).toMatch(/^module example\.com\/app\n\ngo 1\.21\nmodule x\n\ngo 1\.\d+\n$/);
    expect(stderr).toBe('go: /home/gopher/app/go.mod already exists\ngo: creating new go.mod: module x\n');
  });

  it('embeds files of the lab', async () => {
    const main =
      'package main\n\nimport _ "embed"\n\n//go:embed data.txt\nvar data string\n\nfunc main() { print(data) }\n';
    expect((await runIn({ 'go.mod': goMod, 'main.go': main, 'data.txt': 'embedded\n' }, 'go run .')).stderr).toBe(
      'embedded\n',
    );
  });

  it('tells its Go', async () => {
    expect((await runIn({ 'go.mod': goMod }, 'go version')).stdout).toMatch(
      /^go version go1\.\d+\.\d+ wasip1\/wasm\n$/,
    );
    expect((await runIn({ 'go.mod': goMod }, 'go env GOOS GOMOD')).stdout).toBe('wasip1\n/home/gopher/app/go.mod\n');
    expect(await runIn({ 'go.mod': goMod }, 'go get x')).toMatchObject({ status: 2 });
  });
});
