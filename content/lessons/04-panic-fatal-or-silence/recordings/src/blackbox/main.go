// Command blackbox writes its own death to a file.
package main

import (
	"log"
	"os"
	"runtime/debug"
	"sync"
)

func main() {
	file, err := os.Create("crash.txt")
	if err != nil {
		log.Fatal(err)
	}
	if err := debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		log.Fatal(err)
	}
	if len(os.Args) > 1 {
		var mu sync.Mutex
		mu.Unlock()
	}
	var visits map[string]int
	visits["/"]++
}
