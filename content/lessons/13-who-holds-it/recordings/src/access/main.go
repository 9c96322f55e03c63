// Command access counts who was there, from an access log that is read in batches of 1 MB.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
)

// visits counts the batches in which each user was first.
var visits = make(map[string]int, 100)

// countries has the addresses of all countries. It is read once, at the start.
var countries = make([]byte, 16<<20)

// readBatch reads the next megabyte of the log.
func readBatch(number int) string {
	log := make([]byte, 1<<20)
	copy(log, fmt.Sprintf("user%04d GET /index.html 200\n", number))
	return string(log) // mark:reads-batch
}

// firstUser returns who made the first request of a batch.
func firstUser(batch string) string {
	line, _, _ := strings.Cut(batch, "\n")
	user, _, _ := strings.Cut(line, " ")
	return user // mark:cuts
}

// countVisit counts who was first.
func countVisit(batch string) {
	visits[firstUser(batch)]++ // mark:counts
}

func snapshot(name string) {
	runtime.GC()
	file, err := os.Create(name)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer file.Close()
	if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
		fmt.Println(err)
	}
}

func main() {
	snapshot("heap.old")
	for i := 0; i < 50; i++ {
		countVisit(readBatch(i))
	}
	snapshot("heap.new")
	fmt.Println(len(visits), "users of", len(countries), "addresses")
}
