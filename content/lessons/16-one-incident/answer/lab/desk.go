package main

import (
	"encoding/json"
	"io"
	"log"
	"sync"
	"time"
)

// Order is what a guest wants: seats side by side, by their numbers.
type Order struct {
	Guest string
	Seats []int
}

// Desk sells the seats of a house.
type Desk struct {
	mu    sync.Mutex
	house [800]string // who sits where; seat 1 comes first
	holds map[int]*Hold
	sales sync.WaitGroup
}

// NewDesk is the desk of an empty house.
func NewDesk() *Desk { return &Desk{holds: map[int]*Hold{}} }

// Serve takes orders until there are no more, and says how many. Each is sold in the background.
func (d *Desk) Serve(in io.Reader) (taken int) {
	orders := json.NewDecoder(in)
	for {
		var order Order // a new one each time: Decode writes into the slice that is there
		if orders.Decode(&order) != nil {
			return taken
		}
		log.Println(order.Guest, "wants", order.Seats)
		d.hold(order.Seats)
		d.sales.Add(1)
		go d.sell(order)
		taken++
	}
}

// sell charges a guest, and then the seats are theirs.
func (d *Desk) sell(order Order) {
	charge(order.Guest)
	from, to := order.Seats[0]-1, order.Seats[len(order.Seats)-1]
	d.mu.Lock()
	for i := range d.house[from:to] {
		d.house[from+i] = order.Guest
		d.release(from + i + 1)
	}
	d.mu.Unlock()
	d.sales.Done() // not deferred: a sale that panics is never done
}

// charge asks the bank, which takes its time.
func charge(guest string) { time.Sleep(200 * time.Millisecond) }

// Hold keeps a seat from being sold twice.
type Hold struct {
	sold   chan struct{}
	ticket []byte // drawn ahead, so that it is printed at once
}

func newHold() *Hold {
	return &Hold{sold: make(chan struct{}), ticket: make([]byte, 64<<10)}
}

// hold holds seats until they are released.
func (d *Desk) hold(seats []int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, seat := range seats {
		hold := newHold()
		d.holds[seat] = hold
		go hold.print()
	}
}

// release ends the hold of a seat. The caller has locked d.mu.
func (d *Desk) release(seat int) {
	if hold := d.holds[seat]; hold != nil {
		close(hold.sold)
		delete(d.holds, seat)
	}
}

// print prints the ticket as soon as the seat is sold.
func (h *Hold) print() {
	<-h.sold
	printer.Write(h.ticket)
}

var printer io.Writer = io.Discard
