package main

import "testing"

func TestReport(t *testing.T) {
	if got := report(&Job{Name: "vacuum"}); got == "" {
		t.Error("a job without an owner is not reported")
	}
}
