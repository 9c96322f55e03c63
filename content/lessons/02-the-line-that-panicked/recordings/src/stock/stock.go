// Package stock finds things on shelves.
package stock

// Item is one thing to fetch.
type Item struct {
	Name  string
	Shelf int
}

// Route returns the names of the shelves to walk past, in the order of the items.
func Route(items []Item, shelves []string) []string {
	route := make([]string, 0, len(items))
	for _, item := range items {
		route = append(route, shelfName(shelves, item.Shelf))
	}
	return route
}

// shelfName counts shelves from 1, as people do.
func shelfName(shelves []string, number int) string {
	return shelves[number] // mark:stock
}
