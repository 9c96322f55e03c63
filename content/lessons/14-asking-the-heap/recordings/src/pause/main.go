// Command pause writes heap dumps of heaps of three sizes, and measures how long nobody else could run meanwhile.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
)

type node struct {
	next *node
	data [6]int64
}

var all *node

// longest is the longest time that a goroutine who wants to run every 100 µs could not, in µs.
var longest atomic.Int64

func watch() {
	for last := time.Now(); ; {
		time.Sleep(100 * time.Microsecond)
		now := time.Now()
		if gap := now.Sub(last).Microseconds(); gap > longest.Load() {
			longest.Store(gap)
		}
		last = now
	}
}

// stopOf returns the longest stop while do runs.
func stopOf(do func()) int64 {
	time.Sleep(20 * time.Millisecond)
	longest.Store(0)
	do()
	time.Sleep(20 * time.Millisecond)
	return longest.Load()
}

func writeDump() int64 {
	file, err := os.Create("heap.dump")
	if err != nil {
		panic(err)
	}
	defer file.Close()
	debug.WriteHeapDump(file.Fd())
	info, err := file.Stat()
	if err != nil {
		panic(err)
	}
	return info.Size()
}

func main() {
	go watch()
	fmt.Println("  objects  file        least of five stops: collection, dump")
	for count, total := 0, 10_000; total <= 1_000_000; total *= 10 {
		for ; count < total; count++ {
			all = &node{next: all}
		}
		var size int64
		var collection, dump []int64
		for i := 0; i < 5; i++ {
			collection = append(collection, stopOf(runtime.GC))
			dump = append(dump, stopOf(func() { size = writeDump() }))
		}
		fmt.Printf("%9d  %5.1f MB  %24.1f ms  %9.1f ms\n",
			total, float64(size)/1e6, smallest(collection), smallest(dump))
	}
	runtime.KeepAlive(all)
}

// smallest is the least of them in ms: what the machine did besides can only add.
func smallest(micros []int64) float64 {
	least := micros[0]
	for _, one := range micros {
		least = min(least, one)
	}
	return float64(least) / 1e3
}
