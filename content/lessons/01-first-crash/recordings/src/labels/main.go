// Command labels counts parcels by city.
package main

import (
	"fmt"
	"strings"
)

// Counter counts parcels.
type Counter struct {
	byCity map[string]int
}

// Add counts one parcel.
func (c *Counter) Add(label string) {
	city := label[strings.LastIndex(label, " ")+1:]
	c.byCity[city]++ // mark:labels
}

func main() {
	counter := &Counter{}
	for _, label := range []string{"12 Hill Road Leeds", "3 High Street York"} {
		counter.Add(label)
	}
	fmt.Println(counter.byCity)
}
