package quotes

import (
	"context"
	"testing"
	"time"
)

func TestAnswered(t *testing.T) {
	if got := Process(context.Background()); got != "price 11.80" {
		t.Errorf("Process() = %q, want the price of the service", got)
	}
}

func TestTimeout(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // the customer has gone
	if got := Process(ctx); got != "price 12.50" {
		t.Errorf("Process() = %q, want the standing price", got)
	}
	time.Sleep(20 * time.Millisecond) // the service answers all the same
}
