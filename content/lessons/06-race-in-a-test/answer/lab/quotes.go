// Package quotes says what a delivery costs.
package quotes

import (
	"context"
	"time"
)

// Quote is what the customer gets to see.
type Quote struct {
	Price string
}

// Handle asks the pricing service. If ctx ends first, the standing price has to do.
// The quote it returns is the caller's alone.
func Handle(ctx context.Context) *Quote {
	answers := make(chan *Quote, 1) // room for one: a late answer waits for nobody
	go func() {
		time.Sleep(5 * time.Millisecond) // the network
		answers <- &Quote{Price: "11.80"}
	}()

	select {
	case quote := <-answers:
		return quote
	case <-ctx.Done():
		return &Quote{Price: "12.50"}
	}
}

// Process turns a quote into a line of text.
func Process(ctx context.Context) string {
	quote := Handle(ctx)
	return "price " + quote.Price
}
