// Command depot loads vans. The loaders wait for a signal that was given before they waited.
package main

import (
	"fmt"
	"sync"
	"time"
)

// Depot counts the parcels that wait.
type Depot struct {
	mu      sync.Mutex
	arrived *sync.Cond
	parcels int
}

// Load takes one parcel, when there is one.
func (d *Depot) Load(van int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for d.parcels == 0 {
		d.arrived.Wait()
	}
	d.parcels--
	fmt.Println("van", van)
}

func crew(d *Depot, vans int) *sync.WaitGroup {
	var loaded sync.WaitGroup
	for van := range vans {
		loaded.Add(1)
		go func() {
			defer loaded.Done()
			d.Load(van)
		}()
	}
	return &loaded
}

func report(every time.Duration) {
	for range time.Tick(every) {
	}
}

func main() {
	depot := &Depot{}
	depot.arrived = sync.NewCond(&depot.mu)
	depot.arrived.Broadcast()
	go report(time.Minute)
	crew(depot, 6).Wait()
}
