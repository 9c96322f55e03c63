package stock

import "testing"

func TestRoute(t *testing.T) {
	shelves := []string{"north", "middle", "south"}
	items := []Item{{"lamp", 1}, {"cable", 3}}
	route := Route(items, shelves)
	if len(route) != len(items) {
		t.Errorf("Route() has %d stops, want %d", len(route), len(items))
	}
}
