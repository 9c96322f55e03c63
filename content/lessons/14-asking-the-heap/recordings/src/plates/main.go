// Command plates files scans of a megabyte by the words on their labels, writes a heap dump, and dies.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// A Label is the beginning of a scan, and where it was made.
type Label struct {
	Room int
	Text []byte
}

var (
	filed  = map[string]*Label{} // by what they say
	recent sync.Map              // the last ones, by number
)

func scan(number int) []byte {
	plate := make([]byte, 1<<20)
	copy(plate, fmt.Sprintf("plate no. %05d", number))
	return plate
}

func file(number int) {
	text := scan(number)[:15]
	if number%3 == 0 {
		filed[string(text)] = &Label{Room: number % 7, Text: text}
	} else {
		recent.Store(number, text) // mark:recent
	}
}

func main() {
	runtime.MemProfileRate = 1 // as few objects as these would otherwise be missed
	for number := 0; number < 30; number++ {
		file(number)
	}
	runtime.GC()
	out, err := os.Create("plates.dump")
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(out.Fd())
	out.Close()
	panic("30 plates of 1 MiB scanned, 10 filed, 20 recent")
}
