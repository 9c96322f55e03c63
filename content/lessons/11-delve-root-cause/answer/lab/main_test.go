package main

import (
	"errors"
	"testing"
)

func TestOpen(t *testing.T) {
	fill(1000)
	till.Store(0)
	open(1000)
	if got := till.Load(); got != 250_000 {
		t.Errorf("%d cents in the till, want 250000: not every customer got an item", got)
	}
}

func TestBuy(t *testing.T) {
	_, err := Buy(-1)
	var soldOut *SoldOut
	if !errors.As(err, &soldOut) || soldOut == nil {
		t.Errorf("Buy of what is not there returns %#v, want a *SoldOut that is not nil", err)
	}
}
