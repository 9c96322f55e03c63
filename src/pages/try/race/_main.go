// A shop that sells and counts at the same time. It has a data race, and
// most runs do not show it: not even under -race.
package main

import (
	"fmt"
	"sync"
)

type Shop struct {
	mu    sync.Mutex
	stock map[string]int
	last  string // who bought last
}

func (s *Shop) Buy(customer, item string) {
	s.last = customer
	s.mu.Lock()
	s.stock[item]--
	s.mu.Unlock()
}

func (s *Shop) Report() string {
	s.mu.Lock()
	lamps := s.stock["lamp"]
	s.mu.Unlock()
	return fmt.Sprintf("%d lamps left, the last went to %s", lamps, s.last)
}

func main() {
	shop := &Shop{stock: map[string]int{"lamp": 3}, last: "nobody"}
	var day sync.WaitGroup
	day.Add(2)
	go func() {
		defer day.Done()
		shop.Buy("Ada", "lamp")
	}()
	go func() {
		defer day.Done()
		fmt.Println(shop.Report())
	}()
	day.Wait()
}
