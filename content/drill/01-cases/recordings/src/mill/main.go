// Command mill grinds sacks until it is told to stop. Nobody tells it, and no sack comes.
package main

import (
	"fmt"
	"sync"
	"time"
)

// Mill has the sacks to grind.
type Mill struct {
	sacks chan int
	stop  chan struct{}
	done  sync.WaitGroup
}

// Grind takes one sack after the other.
func (m *Mill) Grind() {
	defer m.done.Done()
	for {
		select {
		case sack := <-m.sacks:
			fmt.Println("sack", sack)
		case <-m.stop:
			return
		}
	}
}

// Start starts the stones.
func (m *Mill) Start(stones int) {
	for range stones {
		m.done.Add(1)
		go m.Grind()
	}
}

func watch() {
	for {
		time.Sleep(time.Hour)
	}
}

func main() {
	mill := &Mill{sacks: make(chan int), stop: make(chan struct{})}
	mill.Start(4)
	go watch()
	mill.sacks <- 1
	mill.done.Wait()
}
