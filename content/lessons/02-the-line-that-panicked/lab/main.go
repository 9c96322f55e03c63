// Command quotes prints what a delivery costs.
package main

import (
	"context"
	"fmt"
	"time"
)

// Quote is what the customer gets to see.
type Quote struct {
	Price []byte
}

// Handle asks the pricing service. If ctx ends first, the standing price has to do.
//
// TODO: once you know which line panics and why, make what Handle returns safe to read.
func Handle(ctx context.Context) *Quote {
	quote := &Quote{Price: []byte("12.50")}
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		time.Sleep(time.Millisecond) // the network
		quote.Price = nil            // the service has no price for this address
	}()

	select {
	case <-answered:
	case <-ctx.Done():
	}
	return quote
}

// Process turns a quote into a line of text.
func Process(ctx context.Context) string {
	quote := Handle(ctx)
	size := len(quote.Price)
	if size == 0 {
		return "price on request"
	}
	audit(size)
	return "price " + string(quote.Price[:size]) // mark:fault
}

// audit writes to a log on a disk that is far away.
func audit(size int) {
	time.Sleep(20 * time.Millisecond)
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // the customer closed the page
	fmt.Println(Process(ctx))
}
