// Command desk answers questions about the weather, and remembers what it has answered.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"time"
)

// Forecast is a week of weather in one town.
type Forecast struct {
	Town string
	Grid []float64
}

var cache = map[string]*Forecast{}

// fetch asks the weather service.
func fetch(town string) *Forecast {
	return &Forecast{Town: town, Grid: make([]float64, 512)} // mark:fetch
}

// lookUp answers from the cache.
func lookUp(town string) *Forecast {
	if known := cache[town]; known != nil {
		return known
	}
	forecast := fetch(town)
	cache[town] = forecast // mark:cached
	return forecast
}

func fetchAll(villages int) []*Forecast {
	var day []*Forecast
	for i := 0; i < villages; i++ {
		day = append(day, fetch(fmt.Sprint("village ", i)))
	}
	return day
}

// archive sends a day's forecasts away.
func archive(day []*Forecast, to chan<- int) {
	to <- len(day) // mark:archive
	for _, forecast := range day {
		fmt.Println(forecast.Town)
	}
}

func main() {
	runtime.MemProfileRate = 1
	for i := 0; i < 300; i++ {
		lookUp(fmt.Sprint("town ", i))
	}
	go archive(fetchAll(100), make(chan int))
	time.AfterFunc(time.Hour, report(fetch("Reykjavik")))
	time.Sleep(10 * time.Millisecond)
	dump("desk")
	if len(os.Args) > 1 && os.Args[1] == "-stay" {
		time.Sleep(time.Hour)
	}
}

func report(last *Forecast) func() {
	return func() { fmt.Println("last:", last.Town, last.Grid[0]) }
}

// dump writes what is in use after a collection, and the heap profile of the same moment.
func dump(name string) {
	runtime.GC()
	file, err := os.Create(name + ".dump")
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	file.Close()
	profile, err := os.Create(name + ".pb.gz")
	if err != nil {
		panic(err)
	}
	pprof.Lookup("heap").WriteTo(profile, 0)
	profile.Close()
}
