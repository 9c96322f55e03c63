// Command rss prints what the kernel and what the Go runtime say about the memory of one process.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// resident returns the resident set size in MB, as the kernel counts it.
func resident() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "?"
	}
	for _, line := range strings.Split(string(status), "\n") {
		var kilobytes int
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kilobytes); n == 1 {
			return fmt.Sprint(kilobytes >> 10)
		}
	}
	return "?"
}

func row(moment string) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("%-32s %6s %8d %8d %8d %8d\n", moment, resident(),
		m.HeapInuse>>20, (m.HeapIdle-m.HeapReleased)>>20, m.HeapReleased>>20, m.StackInuse>>20)
}

var kept [][]byte

// deep uses about 32 kB of stack, and waits.
func deep(n int, stop <-chan struct{}) byte {
	var frame [1024]byte
	frame[n%1024] = byte(n)
	if n > 0 {
		return deep(n-1, stop) + frame[n%1024]
	}
	<-stop
	return frame[0]
}

func main() {
	fmt.Printf("%-32s %6s %8s %8s %8s %8s\n", "MB", "RSS", "in use", "idle", "released", "stacks")
	row("at the start")
	for i := 0; i < 300; i++ {
		kept = append(kept, make([]byte, 1<<20))
		clear(kept[i])
	}
	row("300 MB in use")
	kept = nil
	runtime.GC()
	row("let go, collected")
	time.Sleep(100 * time.Millisecond)
	debug.FreeOSMemory()
	row("given back, by FreeOSMemory")
	stop := make(chan struct{})
	for i := 0; i < 5000; i++ {
		go deep(28, stop)
	}
	time.Sleep(500 * time.Millisecond)
	row("5,000 goroutines wait")
	close(stop)
}
