// Command racebench runs one benchmark for a while and prints the time of one run, what it computed and, on Linux, the most
// memory that the process had.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A window is long against the grain of processor times. The first is not counted: WebAssembly engines optimize what
// runs hot in it.
const (
	windowNanos = 150_000_000
	windows     = 3
)

// Each benchmark does a fixed amount of work and returns something that depends on all of it.
var benchmarks = map[string]func() int{
	"matmul":        matmul,
	"fannkuch":      fannkuch,
	"nbody":         nbody,
	"spectral-norm": spectralNorm,
	"mandelbrot":    mandelbrot,
	"binary-trees":  binaryTrees,
	"sieve":         sieve,
	"sort":          sortRecords,
	"map":           countWords,
	"strings":       buildText,
	"json":          jsonRoundTrip,
	"channels":      pingPong,
	"pipeline":      pipeline,
	"mutex":         mutexes,
	"atomic":        atomics,
}

func main() {
	if len(os.Args) != 2 || benchmarks[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: racebench NAME")
		os.Exit(2)
	}
	run := benchmarks[os.Args[1]]
	window(run)
	best, result := window(run)
	for range windows - 1 {
		took, _ := window(run)
		best = min(best, took)
	}
	fmt.Println(best, result, peakKilobytes())
}

// window returns how many nanoseconds a run took, on average, and what it computed.
func window(run func() int) (nanos int64, result int) {
	start := processorNanos()
	for runs := int64(1); ; runs++ {
		result = run()
		if took := processorNanos() - start; took >= windowNanos {
			return took / runs, result
		}
	}
}

// processorNanos is the time that the threads of the process had a processor, so that what else runs on the machine
// counts little. In WebAssembly the host's clock tells the same.
func processorNanos() int64 {
	files, _ := filepath.Glob("/proc/self/task/*/schedstat")
	if len(files) == 0 {
		return time.Now().UnixNano()
	}
	total := int64(0)
	for _, file := range files {
		text, _ := os.ReadFile(file)
		nanos := int64(0)
		fmt.Sscan(string(text), &nanos)
		total += nanos
	}
	return total
}

// peakKilobytes is 0 where the system does not tell.
func peakKilobytes() int {
	status, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	peak := 0
	fmt.Sscan(rest, &peak)
	return peak
}
