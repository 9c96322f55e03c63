package main

import (
	"context"
	"testing"
)

func TestProcess(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := Process(ctx); got != "price 12.50" {
		t.Errorf("Process() = %q, want the standing price", got)
	}
}
