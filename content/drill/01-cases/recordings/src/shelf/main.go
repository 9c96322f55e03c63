// Command shelf lends books. A reorder holds the lock while it waits for a delivery that does not come.
package main

import (
	"fmt"
	"os"
	"runtime/pprof"
	"sync"
	"time"
)

// Shelf knows where each book stands.
type Shelf struct {
	mu       sync.RWMutex
	places   map[string]int
	delivery chan string
}

// Find returns the place of a book.
func (s *Shelf) Find(title string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.places[title]
}

// Reorder puts what is delivered on the shelf.
func (s *Shelf) Reorder() {
	s.mu.Lock()
	defer s.mu.Unlock()
	title := <-s.delivery
	s.places[title] = len(s.places)
}

func serve(s *Shelf, reader int) {
	fmt.Println("reader", reader, "at", s.Find("Middlemarch"))
}

func main() {
	shelf := &Shelf{places: map[string]int{"Middlemarch": 7}, delivery: make(chan string)}
	go shelf.Reorder()
	time.Sleep(50 * time.Millisecond)
	for reader := range 5 {
		go serve(shelf, reader)
	}
	time.Sleep(50 * time.Millisecond)
	pprof.Lookup("goroutine").WriteTo(os.Stdout, 2)
}
