// Command ways dies in one of several ways. Every one of them runs under a recover.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

var ways = map[string]func(){
	"panic":    func() { var m map[string]int; m["a"] = 1 },
	"maps":     writeTogether,
	"deadlock": waitForNobody,
	"overflow": func() { fmt.Println(depth(1)) },
	"memory":   func() { keep = append(keep, make([]byte, 1<<46)) },
	"unlock":   func() { var mu sync.Mutex; mu.Unlock() },
	"exit":     func() { os.Exit(3) },
	"wait":     func() { time.Sleep(time.Hour) },
}

var keep [][]byte

func writeTogether() {
	shared := map[int]int{}
	for worker := 0; worker < 4; worker++ {
		go func() {
			for i := 0; ; i++ {
				shared[i%8]++ // mark:maps
			}
		}()
	}
	select {}
}

func waitForNobody() {
	results := make(chan int)
	fmt.Println(<-results)
}

func depth(n int) int {
	return depth(n+1) + n
}

func main() {
	if len(os.Args) != 2 || ways[os.Args[1]] == nil {
		fmt.Println("usage: ways panic|maps|deadlock|overflow|memory|unlock|exit|wait")
		os.Exit(64)
	}
	debug.SetMaxStack(1 << 20)
	defer func() {
		if err := recover(); err != nil {
			fmt.Println("recovered:", err)
		}
	}()
	ways[os.Args[1]]()
}
