// Command dlv is Delve's own command line for core files, made to run as
// js/wasm: the client's terminal and the debugger's server in one process,
// joined by a pipe. What needs a live process is left out. Called by the name
// coreholders it is a command of our own, on Delve's reading of a core.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/go-delve/delve/pkg/config"
	"github.com/go-delve/delve/pkg/logflags"
	"github.com/go-delve/delve/pkg/terminal"
	"github.com/go-delve/delve/pkg/version"
	"github.com/go-delve/delve/service"
	"github.com/go-delve/delve/service/debugger"
	"github.com/go-delve/delve/service/rpc2"
	"github.com/go-delve/delve/service/rpccommon"
)

const usage = "usage: dlv core EXECUTABLE CORE\n       dlv version"

func main() {
	args := os.Args[1:]
	switch {
	case filepath.Base(os.Args[0]) == "coreholders":
		os.Exit(coreholders(args))
	case len(args) == 1 && args[0] == "version":
		fmt.Printf("Delve Debugger\n%s\n", version.DelveVersion)
	case len(args) == 3 && args[0] == "core":
		os.Exit(openCore(args[1], args[2]))
	case len(args) > 0 && needsProcess[args[0]]:
		fmt.Fprintf(os.Stderr, "dlv %s controls a live process, and here is none; dlv core EXECUTABLE CORE opens a core file\n", args[0])
		os.Exit(1)
	default:
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(1)
	}
}

var needsProcess = map[string]bool{
	"attach": true, "connect": true, "dap": true, "debug": true, "exec": true, "replay": true, "run": true, "test": true, "trace": true,
}

// openCore runs one session on a core file and returns the exit status.
func openCore(executable, core string) int {
	if err := logflags.Setup(false, "", ""); err != nil {
		return fail(err)
	}
	conf, err := config.LoadConfig()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	listener, conn := service.ListenerPipe()
	defer listener.Close()
	server := rpccommon.NewServer(&service.Config{
		Listener:       listener,
		ProcessArgs:    []string{executable},
		APIVersion:     2,
		DisconnectChan: make(chan struct{}),
		Debugger: debugger.Config{
			Backend:              "default",
			CheckGoVersion:       true,
			CoreFile:             core,
			DebugInfoDirectories: conf.DebugInfoDirectories,
			ExecuteKind:          debugger.ExecutingOther,
			WorkingDir:           ".",
		},
	})
	if err := server.Run(); err != nil {
		return fail(err)
	}
	status, err := terminal.New(rpc2.NewClientFromConn(conn), conf, false).Run()
	if err != nil {
		return fail(err)
	}
	return status
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}
