// Command ferry gives passengers their seats. Each deck is filled by a goroutine of its own.
package main

import (
	"fmt"
	"sync"
)

// Deck has rows of seats.
type Deck struct {
	Name  string
	Seats []string
	Taken int
}

// seat gives a passenger the next seat of a deck.
func seat(deck *Deck, passenger string) {
	next := deck.Taken
	deck.Seats[next] = passenger // mark:seat
	deck.Taken++
}

// board fills a deck.
func board(deck *Deck, queue []string, done *sync.WaitGroup) {
	defer done.Done()
	for _, passenger := range queue {
		seat(deck, passenger)
	}
}

func main() {
	upper := &Deck{Name: "upper", Seats: make([]string, 40)}
	lower := &Deck{Name: "lower", Seats: make([]string, 12)}
	var done sync.WaitGroup
	done.Add(2)
	go board(upper, passengers("U", 20), &done)
	go board(lower, passengers("L", 20), &done)
	done.Wait()
	fmt.Println(upper.Taken+lower.Taken, "passengers aboard")
}

func passengers(prefix string, count int) []string {
	var names []string
	for i := 1; i <= count; i++ {
		names = append(names, fmt.Sprintf("%s%02d", prefix, i))
	}
	return names
}
