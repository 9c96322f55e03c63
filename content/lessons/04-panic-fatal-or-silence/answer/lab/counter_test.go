package main

import "testing"

func TestVisit(t *testing.T) {
	store := &Store{visits: map[string]int{}}
	for _, page := range []string{"", "/", "", "/"} {
		store.Visit(page)
	}
	if got := store.visits["/"]; got != 2 {
		t.Errorf("%d visits to /, want 2", got)
	}
}
