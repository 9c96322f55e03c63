// Command press is a print shop: it lays jobs out, prints them and closes them. Its memory grows all the same.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
)

// fonts are read once, when the shop opens.
var fonts = readFonts()

// books has a line for each job.
var books = map[int]string{}

func readFonts() [][]byte {
	runtime.MemProfileRate = 1 // before all else: every object's allocation is known, at a price
	all := make([][]byte, 24)
	for i := range all {
		all[i] = make([]byte, 64<<10)
	}
	return all
}

// Print prints a job and enters it in the books.
func Print(id int) {
	job := NewJob(id)
	books[id] = job.Summary()
	job.Close()
}

func main() {
	for id := 1; id <= 5; id++ {
		Print(id)
	}
	snapshot("monday")
	for id := 6; id <= 40; id++ {
		Print(id)
	}
	snapshot("friday")
	CloseShop()
	fmt.Println(len(books), "jobs in the books")
}

// snapshot writes a heap dump, and the heap profile of the same moment.
func snapshot(day string) {
	runtime.GC() // WriteHeapDump runs none: without this, garbage is in it
	create(day+".dump", func(file *os.File) { debug.WriteHeapDump(file.Fd()) })
	create(day+".pb.gz", func(file *os.File) { pprof.Lookup("heap").WriteTo(file, 0) })
}

func create(name string, fill func(*os.File)) {
	file, err := os.Create(name)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fill(file)
	file.Close()
}
