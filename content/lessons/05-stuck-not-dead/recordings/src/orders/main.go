// Command orders prints where its own goroutines are, as /debug/pprof/goroutine?debug=2 does.
package main

import (
	"os"
	"runtime/pprof"
	"time"
)

// Order is something to be packed.
type Order struct{ ID int }

// Shop passes orders on to its packers.
type Shop struct {
	orders chan Order
}

// Pack packs whatever comes.
func (s *Shop) Pack() {
	for order := range s.orders { // mark:pack
		_ = order
	}
}

func main() {
	shop := &Shop{} // somebody forgot to make the channel
	for i := 0; i < 3; i++ {
		go shop.Pack()
	}
	time.Sleep(50 * time.Millisecond)
	pprof.Lookup("goroutine").WriteTo(os.Stdout, 2)
}
