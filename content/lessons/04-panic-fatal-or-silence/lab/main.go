// Command counter counts visits. It is careful: no request can bring it down. Or so it says.
package main

import (
	"fmt"
	"sync"
)

// Store counts visits by page.
type Store struct {
	mu     sync.Mutex
	visits map[string]int
}

// Visit counts a visit to a page. Pages without a name are not counted.
//
// TODO: every way out of here must leave the lock as it found it.
func (s *Store) Visit(page string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if page == "" {
		s.mu.Unlock()
		return // mark:fault
	}
	s.visits[page]++
}

// serve handles one request. Whatever goes wrong, the next one gets its chance.
func serve(store *Store, page string) {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println("recovered:", err)
		}
	}()
	store.Visit(page)
	fmt.Printf("%q visited\n", page)
}

func main() {
	store := &Store{visits: map[string]int{}}
	for _, page := range []string{"/", "/about", "", "/"} {
		serve(store, page)
	}
	fmt.Println(store.visits)
}
