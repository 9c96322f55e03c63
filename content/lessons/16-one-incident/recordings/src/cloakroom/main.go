// Command cloakroom keeps coats, and looks at itself before and after a busy hour.
package main

import (
	"errors"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

// Cloakroom keeps coats by number.
type Cloakroom struct {
	mu    sync.Mutex
	coats map[int][]byte
}

var errNoCoat = errors.New("there is no coat")

// Take keeps a coat, and returns its number.
func (c *Cloakroom) Take(coat []byte) (int, error) {
	c.mu.Lock()
	if len(coat) == 0 {
		return 0, errNoCoat
	}
	defer c.mu.Unlock()
	number := len(c.coats) + 1
	c.coats[number] = coat
	return number, nil
}

// guest brings a coat of so many kilobytes, and its number to the pocket.
func guest(room *Cloakroom, kilobytes int) {
	coat := make([]byte, kilobytes<<10)
	if number, err := room.Take(coat); err == nil {
		pocket <- number
	}
}

var pocket = make(chan int, 100)

func main() {
	runtime.MemProfileRate = 64 << 10
	room := &Cloakroom{coats: map[int][]byte{}}
	guest(room, 300)
	snapshot("heap.old")
	guest(room, 0)
	for range 40 {
		go guest(room, 300)
	}
	time.Sleep(100 * time.Millisecond)
	snapshot("heap.new")
	pprof.Lookup("goroutine").WriteTo(os.Stdout, 1)
}

func snapshot(name string) {
	file, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	runtime.GC()
	runtime.GC()
	pprof.Lookup("heap").WriteTo(file, 0)
}
