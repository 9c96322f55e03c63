//go:build wasip1

package runtime

import "internal/runtime/sys"

// The host tells of signals in two ways. While every goroutine waits it may
// answer poll_oneoff with errnoQuit: SIGQUIT came and the program did not ask
// for it with os/signal. Signals that it did ask for make signalFD readable,
// and signal_take hands them over one by one.
const (
	errnoQuit errno = 4242
	signalFD        = 1 << 30
)

//go:wasmimport faultline signal_take
func hostSignalTake() uint32

//go:wasmimport faultline signal_enable
func hostSignalEnable(sig uint32, enabled uint32)

// hostQuit prints what the SIGQUIT of a Unix system prints, and exits.
// netpoll calls it, on the system stack.
func hostQuit() {
	gp := getg()
	mp := gp.m
	mp.throwing = throwTypeRuntime
	startpanic_m()

	pc := sys.GetCallerPC()
	print("SIGQUIT: quit\nPC=", hex(pc), " m=", mp.id, " sigcode=0\n\n")
	if level, _, _ := gotraceback(); level > 0 {
		goroutineheader(gp)
		// The system stack ends in mcall, which has no caller to go on with.
		var u unwinder
		u.initAt(pc, sys.GetCallerSP(), 0, gp, unwindSilentErrors)
		traceback2(&u, true, 0, tracebackInnerFrames)
		tracebackothers(gp)
		print("\n")
	}
	exit(2)
}

var hostSignalPoll *pollDesc

// hostSignalWait parks the goroutine of os/signal until the host has signals,
// and queues them. It stands where a note would make every other goroutine spin.
func hostSignalWait() {
	if hostSignalPoll == nil {
		pd, errno := poll_runtime_pollOpen(signalFD)
		if errno != 0 {
			throw("runtime: cannot wait for signals")
		}
		hostSignalPoll = pd
	}
	poll_runtime_pollReset(hostSignalPoll, 'r')
	poll_runtime_pollWait(hostSignalPoll, 'r')
	for s := hostSignalTake(); s != 0; s = hostSignalTake() {
		sigsend(s)
	}
}

// hostSignalName words the signals that a program here can see as Linux does.
func hostSignalName(sig uint32) string {
	switch sig {
	case 2:
		return "SIGINT: interrupt"
	case 3:
		return "SIGQUIT: quit"
	case _SIGSEGV:
		return "SIGSEGV: segmentation violation"
	case 15:
		return "SIGTERM: termination"
	}
	return ""
}
