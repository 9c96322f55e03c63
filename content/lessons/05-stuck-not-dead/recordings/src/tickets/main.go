// Command tickets sells seats. One customer is slow to pay.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

// Hall knows which seats are sold.
type Hall struct {
	mu   sync.Mutex
	sold map[int]bool
}

// Sell sells a seat if the customer pays.
func (h *Hall) Sell(seat int, paid <-chan bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sold[seat] {
		return false
	}
	h.sold[seat] = <-paid // mark:holder
	return h.sold[seat]
}

// Free counts the seats that are left.
func (h *Hall) Free() int {
	h.mu.Lock() // mark:waiter
	defer h.mu.Unlock()
	return 100 - len(h.sold)
}

func main() {
	hall := &Hall{sold: map[int]bool{}}
	go hall.Sell(17, make(chan bool)) // a customer who never pays
	time.Sleep(100 * time.Millisecond)
	for i := 0; i < 6; i++ {
		go func() { fmt.Println(hall.Free(), "left") }()
	}
	for range time.Tick(20 * time.Second) {
		runtime.GC()
	}
}
