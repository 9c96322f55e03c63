// Command gate lets ticket holders in.
package main

import "fmt"

// Seat is a place in the hall.
type Seat struct {
	Row    int
	Number int
}

// Ticket admits one person.
type Ticket struct {
	ID     int
	Holder string
	Seat   *Seat
}

// Label is what the gate prints.
func (t *Ticket) Label() string {
	return fmt.Sprintf("row %d, seat %d", t.Seat.Row, t.Seat.Number) // mark:gate
}

// Gate knows the tickets that were sold.
type Gate struct {
	sold map[int]*Ticket
}

// Admit returns the label for the ticket with that id.
func (g *Gate) Admit(id int) string {
	ticket := g.sold[id]
	return ticket.Label()
}

func main() {
	gate := &Gate{sold: map[int]*Ticket{
		7: {ID: 7, Holder: "Ada", Seat: &Seat{Row: 3, Number: 12}},
	}}
	fmt.Println(gate.Admit(7))
	fmt.Println(gate.Admit(8))
}
