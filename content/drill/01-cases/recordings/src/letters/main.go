// Command letters sorts mail. The sorters write to a tray that holds two, and the carrier left after the first.
package main

import (
	"fmt"
	"time"
)

// Letter is one of them.
type Letter struct{ Street string }

// Office has the trays.
type Office struct {
	inbox chan Letter
	tray  chan Letter
}

func (o *Office) sortMail() {
	for letter := range o.inbox {
		o.put(letter)
	}
}

func (o *Office) put(letter Letter) {
	o.tray <- letter
}

func (o *Office) carry() {
	fmt.Println((<-o.tray).Street)
}

func (o *Office) empty(street int) {
	o.inbox <- Letter{Street: fmt.Sprint("Street ", street)}
}

func main() {
	office := &Office{inbox: make(chan Letter), tray: make(chan Letter, 2)}
	for range 5 {
		go office.sortMail()
	}
	for street := range 10 {
		go office.empty(street)
	}
	office.carry()
	time.Sleep(time.Hour)
}
