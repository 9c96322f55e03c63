// Package hits counts visitors from several doors.
package hits

import (
	"sync"
	"testing"
)

// Counter counts.
type Counter struct{ n int }

// Hit counts one.
func (c *Counter) Hit() { c.n++ }

func TestTwoDoors(t *testing.T) {
	var counter Counter
	var doors sync.WaitGroup
	for door := 0; door < 2; door++ {
		doors.Add(1)
		go func() {
			defer doors.Done()
			for i := 0; i < 1000; i++ {
				counter.Hit()
			}
		}()
	}
	doors.Wait()
	if counter.n == 0 {
		t.Error("nobody came")
	}
}
