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
// The quote it returns is the caller's alone.
func Handle(ctx context.Context) *Quote {
	answers := make(chan *Quote, 1) // room for one: a late answer waits for nobody
	go func() {
		time.Sleep(time.Millisecond) // the network
		answers <- &Quote{}          // the service has no price for this address
	}()

	select {
	case quote := <-answers:
		return quote
	case <-ctx.Done():
		return &Quote{Price: []byte("12.50")}
	}
}

// Process turns a quote into a line of text.
func Process(ctx context.Context) string {
	quote := Handle(ctx)
	size := len(quote.Price)
	if size == 0 {
		return "price on request"
	}
	audit(size)
	return "price " + string(quote.Price[:size])
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
