package main

import (
	"strings"
	"testing"
)

func TestLabel(t *testing.T) {
	text := label(&Bag{Tag: 1, Owner: &Guest{Name: "Noor Haddad"}})
	if !strings.Contains(text, "Noor Haddad") {
		t.Errorf("the tag of a guest without a room says %q, which does not name her", text)
	}
}
