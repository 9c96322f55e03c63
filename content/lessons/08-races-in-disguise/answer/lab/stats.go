// Package disguise collects readings from several sensors.
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
	var mu sync.Mutex // for counts
	var all sync.WaitGroup
	for i := range sensors {
		all.Add(1)
		go func(sensor string) {
			defer all.Done()
			mu.Lock()
			defer mu.Unlock()
			counts[sensor] = len(sensor)
		}(sensors[i])
	}
	all.Wait()
	return counts
}

// Collect gathers readings in a slice, each at its own place.
func Collect(readings []int) []int {
	kept := make([]int, len(readings))
	var all sync.WaitGroup
	for i := range readings {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			kept[i] = readings[i]
		}(i)
	}
	all.Wait()
	return kept
}

// Total adds readings up, atomically.
func Total(readings []int64) int64 {
	var total atomic.Int64
	var all sync.WaitGroup
	for i := range readings {
		all.Add(1)
		go func(reading int64) {
			defer all.Done()
			if total.Add(reading) > 1000 {
				fmt.Println("warm")
			}
		}(readings[i])
	}
	all.Wait()
	return total.Load()
}

// Log writes a line per reading to one buffer.
func Log(readings []int) string {
	var log bytes.Buffer
	var mu sync.Mutex // for log
	var all sync.WaitGroup
	for i := range readings {
		all.Add(1)
		go func(reading int) {
			defer all.Done()
			mu.Lock()
			defer mu.Unlock()
			log.WriteString(strconv.Itoa(reading) + "\n")
		}(readings[i])
	}
	all.Wait()
	return log.String()
}

// Squares computes squares, one goroutine each.
func Squares(n int) []int {
	squares := make([]int, n)
	var all sync.WaitGroup
	for i := 0; i < n; i++ {
		i := i // a variable for each turn, in every version of the language
		all.Add(1)
		go func() {
			defer all.Done()
			squares[i] = i * i
		}()
	}
	all.Wait()
	return squares
}

// Count starts a goroutine per reading, and waits for all.
func Count(readings []int) int64 {
	var count atomic.Int64
	var all sync.WaitGroup
	for range readings {
		all.Add(1)
		go func() {
			defer all.Done()
			count.Add(1)
		}()
	}
	all.Wait()
	return count.Load()
}
