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
func Handle(ctx context.Context) *Quote {
	quote := &Quote{Price: "12.50"}
	answered := make(chan struct{})
	go func() { // mark:created
		defer close(answered)
		time.Sleep(5 * time.Millisecond) // the network
		quote.Price = "11.80"            // mark:write
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
	return "price " + quote.Price // mark:read
}
