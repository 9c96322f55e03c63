// Command luggage writes tags for the bags of a hotel's guests. Three porters carry them up.
package main

import (
	"fmt"
	"sync"
)

// Room is where a guest stays.
type Room struct {
	Number int
	Floor  int
}

// Guest has a room from check-in to check-out.
type Guest struct {
	Name string
	Room *Room
}

// Bag belongs to a guest.
type Bag struct {
	Tag   int
	Owner *Guest
	Kilos float64
}

// label returns what is written on the tag of a bag.
//
// TODO: not every owner has a room.
func label(bag *Bag) string {
	guest := bag.Owner
	room := guest.Room
	floor := room.Floor // mark:fault
	return fmt.Sprintf("#%d %s, room %d, floor %d", bag.Tag, guest.Name, room.Number, floor)
}

// carry takes bags up until there are none.
func carry(porter int, bags <-chan *Bag, done *sync.WaitGroup) {
	defer done.Done()
	for bag := range bags {
		text := label(bag) // mark:caller
		fmt.Println("porter", porter, "carries", text)
	}
}

// arrivals are the bags of one morning. Some guests arrive before their rooms are ready.
func arrivals() []*Bag {
	rooms := []*Room{{101, 1}, {204, 2}, {305, 3}, {402, 4}, nil, {110, 1}}
	names := []string{"Iris Vale", "Tom Reed", "Ana Costa", "Lena Marsh", "Noor Haddad", "Paul Finch"}
	var bags []*Bag
	for i, name := range names {
		bags = append(bags, &Bag{Tag: 7001 + i, Owner: &Guest{name, rooms[i]}, Kilos: 12.5 + float64(i)})
	}
	return bags
}

func main() {
	bags := make(chan *Bag)
	var done sync.WaitGroup
	for porter := 1; porter <= 3; porter++ {
		done.Add(1)
		go carry(porter, bags, &done)
	}
	for _, bag := range arrivals() {
		bags <- bag
	}
	close(bags)
	done.Wait()
	fmt.Println("all bags are upstairs")
}
