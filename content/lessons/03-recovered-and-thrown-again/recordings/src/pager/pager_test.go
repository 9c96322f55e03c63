package pager

import "testing"

func TestLastPage(t *testing.T) {
	items := make([]string, 25)
	if got := len(Page(items, 3)); got != 5 {
		t.Errorf("the last page has %d items, want 5", got)
	}
}
