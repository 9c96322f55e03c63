// Package disguise collects readings from several sensors. Every collector has a race, and none looks like one.
package disguise

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
)

// ByName counts readings by sensor.
func ByName(sensors []string) map[string]int {
	counts := map[string]int{}
	var all sync.WaitGroup
	for i := range sensors {
		all.Add(1)
		go func(sensor string) {
			defer all.Done()
			counts[sensor] = len(sensor)
		}(sensors[i])
	}
	all.Wait()
	return counts
}

// Collect gathers readings in a slice.
func Collect(readings []int) []int {
	var kept []int
	var all sync.WaitGroup
	for i := range readings {
		all.Add(1)
		go func(reading int) {
			defer all.Done()
			kept = append(kept, reading)
		}(readings[i])
	}
	all.Wait()
	return kept
}

// Total adds readings up, atomically.
func Total(readings []int64) int64 {
	var total int64
	var all sync.WaitGroup
	for i := range readings {
		all.Add(1)
		go func(reading int64) {
			defer all.Done()
			atomic.AddInt64(&total, reading)
			if total > 1000 {
				fmt.Println("warm")
			}
		}(readings[i])
	}
	all.Wait()
	return total
}

// Log writes a line per reading to one buffer.
func Log(readings []int) string {
	var log bytes.Buffer
	var all sync.WaitGroup
	for i := range readings {
		all.Add(1)
		go func(reading int) {
			defer all.Done()
			log.WriteString(strconv.Itoa(reading) + "\n") // mark:buffer
		}(readings[i])
	}
	all.Wait()
	return log.String()
}

// Squares computes squares, one goroutine each.
func Squares(n int) []int {
	squares := make([]int, n)
	var all sync.WaitGroup
	for i := 0; i < n; i++ { // mark:loop
		all.Add(1)
		go func() { // mark:go
			defer all.Done()
			if i < n { // mark:index
				squares[i] = i * i
			}
		}()
	}
	all.Wait()
	return squares
}

// Count starts a goroutine per reading, and waits for all.
//
// TODO: this one is yours. It returns too early, now and then.
func Count(readings []int) int64 {
	var count atomic.Int64
	var all sync.WaitGroup
	for range readings {
		go func() {
			all.Add(1)
			defer all.Done()
			count.Add(1)
		}()
	}
	all.Wait()
	return count.Load()
}
