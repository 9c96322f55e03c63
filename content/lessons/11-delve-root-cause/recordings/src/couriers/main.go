// Command couriers sends a courier out for each order. All of them wait at the gate for the truck.
package main

import (
	"fmt"
	"sync"
	"time"
)

// Receipt says what was paid.
type Receipt struct {
	Total int
}

var receipts = map[int]*Receipt{56: {1200}, 58: {900}, 59: {450}}

// deliver takes an order out once the gate is open.
func deliver(order int, gate <-chan struct{}) {
	<-gate
	receipt := receipts[order]
	total := receipt.Total // mark:deliver
	fmt.Println("order", order, "paid", total)
}

func main() {
	gate := make(chan struct{})
	var out sync.WaitGroup
	for order := 56; order < 60; order++ {
		out.Add(1)
		go func() {
			defer out.Done()
			deliver(order, gate)
		}()
		time.Sleep(10 * time.Millisecond) // the courier puts on a jacket
	}
	close(gate)
	out.Wait()
}
