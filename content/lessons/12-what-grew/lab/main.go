// Command pages serves the pages of a shop, and counts when each of them is looked at.
package main

import (
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"runtime"
	"strconv"
	"sync"
)

// Day counts the views of one page, minute by minute.
type Day [1440]uint16

// newDay returns a day without views.
func newDay() *Day {
	return &Day{} // mark:makes-days
}

// Stats knows the day of every page.
type Stats struct {
	mu   sync.Mutex
	days map[string]*Day
}

// Count counts a view of the page that the address is of.
//
// TODO: count pages, not visitors.
func (s *Stats) Count(address string, minute int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	day, ok := s.days[address]
	if !ok {
		day = newDay()
		s.days[address] = day
	}
	day[minute%len(day)]++
}

// loadCatalog reads the names of all articles, once, at the start.
func loadCatalog() []string {
	names := make([]string, 0, 1_500_000)
	for i := 0; i < 20; i++ {
		names = append(names, "article "+strconv.Itoa(i))
	}
	return names
}

// render makes a page.
func render(name string) string {
	page := make([]byte, 0, 96<<10)
	page = append(page, "<h1>"...)
	page = append(page, name...)
	page = append(page, "</h1>"...)
	return string(page)
}

// Shop is the service.
type Shop struct {
	catalog []string
	stats   *Stats
	visits  int
}

func newShop() *Shop {
	return &Shop{catalog: loadCatalog(), stats: &Stats{days: make(map[string]*Day)}}
}

// Visit shows a page to somebody who comes with a session of their own.
func (s *Shop) Visit() {
	article := s.visits % len(s.catalog)
	address := fmt.Sprintf("/article/%d?session=%06d", article, s.visits)
	render(s.catalog[article])
	s.stats.Count(address, s.visits)
	s.visits++
}

// traffic plays n visits, as if they had come over the network.
func (s *Shop) traffic(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		http.Error(w, "say how many: /traffic?n=5000", http.StatusBadRequest)
		return
	}
	for i := 0; i < n; i++ {
		s.Visit()
	}
	fmt.Fprintln(w, s.visits, "visits,", len(s.catalog), "pages")
}

func main() {
	// One sample in 64 KiB, not in 512: a few minutes of traffic must do here. At work, leave it as it is.
	runtime.MemProfileRate = 64 << 10

	http.HandleFunc("/traffic", newShop().traffic)
	fmt.Println("serving localhost:6060")
	log.Fatal(http.ListenAndServe("localhost:6060", nil))
}
