package quotes

import (
	"context"
	"testing"
)

func TestAnswered(t *testing.T) {
	if got := Process(context.Background()); got != "price 11.80" {
		t.Errorf("Process() = %q, want the price of the service", got)
	}
}

func TestTimeout(t *testing.T) {
	// TODO: be a customer who does not wait, and stay long enough to see what happens.
	t.Fatal("this test is not written yet")
}
