package main

import (
	"fmt"
	"testing"
)

func TestASessionIsNoPage(t *testing.T) {
	stats := &Stats{days: make(map[string]*Day)}
	for i := 0; i < 1000; i++ {
		stats.Count(fmt.Sprintf("/article/%d?session=%06d", i%20, i), i)
	}
	if got := len(stats.days); got != 20 {
		t.Errorf("20 pages were looked at, and %d are counted", got)
	}
}

func TestViewsAreCounted(t *testing.T) {
	stats := &Stats{days: make(map[string]*Day)}
	for i := 0; i < 3; i++ {
		stats.Count("/article/7?session=000007", 61)
	}
	var views int
	for _, day := range stats.days {
		views += int(day[61])
	}
	if views != 3 {
		t.Errorf("3 views, and %d are counted", views)
	}
}
