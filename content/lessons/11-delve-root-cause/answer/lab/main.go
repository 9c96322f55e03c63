// Command shop sells a thousand items. Every customer has a number, and wants the item with that number.
package main

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// Item is one thing on the shelf.
type Item struct {
	Name  string
	Cents int64
}

// SoldOut says that an item is gone, and since when.
type SoldOut struct {
	Since string
}

func (e *SoldOut) Error() string { return "sold out since " + e.Since }

// shelf holds the items by number, and till the cents that were paid for them.
var (
	shelf sync.Map
	till  atomic.Int64
)

// fill puts items 0 to count-1 on the shelf.
func fill(count int) {
	for id := 0; id < count; id++ {
		shelf.Store(id, &Item{Name: fmt.Sprintf("item %d", id), Cents: 250})
	}
}

// Buy takes an item off the shelf.
func Buy(id int) (*Item, error) {
	item, ok := shelf.LoadAndDelete(id)
	if !ok {
		return nil, &SoldOut{Since: "this morning"}
	}
	return item.(*Item), nil
}

// serve sells one customer what they came for.
func serve(id int) {
	item, err := Buy(id)
	if err != nil {
		var soldOut *SoldOut
		if errors.As(err, &soldOut) {
			since := soldOut.Since
			fmt.Println("customer", id, "goes home: sold out since", since)
		}
		return
	}
	till.Add(item.Cents)
}

// open lets all customers in at once, each with a number of their own.
func open(customers int) {
	var inside sync.WaitGroup
	for id := 0; id < customers; id++ {
		inside.Add(1)
		id := id
		go func() {
			defer inside.Done()
			serve(id)
		}()
	}
	inside.Wait()
}

func main() {
	fill(1000)
	open(1000)
	fmt.Println(till.Load(), "cents in the till")
}
