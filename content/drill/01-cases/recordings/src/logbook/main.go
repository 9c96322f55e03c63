// Command logbook writes down what a ship meets, and never turns the page.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
)

// Entry is one line of the log.
type Entry struct {
	Hour  int
	Wind  [14]float64
	Swell float64
}

// Log is what was written so far.
type Log struct{ entries []Entry }

// Write adds an entry.
func (l *Log) Write(hour int) {
	l.entries = append(l.entries, Entry{Hour: hour})
}

// forecast works with a large table for a moment.
func forecast(hour int) float64 {
	table := make([]float64, 1<<16)
	for i := range table {
		table[i] = float64(i * hour)
	}
	return table[len(table)-1]
}

func loadCharts() [][]byte {
	charts := make([][]byte, 12)
	for i := range charts {
		charts[i] = make([]byte, 1<<20)
	}
	return charts
}

func sail(l *Log, from, to int) (last float64) {
	for hour := from; hour < to; hour++ {
		l.Write(hour)
		if hour%1000 == 0 {
			last = forecast(hour)
		}
	}
	return last
}

func snapshot(name string) {
	runtime.GC()
	file, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
		panic(err)
	}
}

func main() {
	charts, book := loadCharts(), &Log{}
	swell := sail(book, 0, 5_000)
	snapshot("heap.old")
	swell += sail(book, 5_000, 90_000)
	snapshot("heap.new")
	fmt.Println(len(book.entries), "entries,", len(charts), "charts, swell", swell)
}
