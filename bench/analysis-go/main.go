// Command peers parses goroutine dumps with gostackparse and panicparse, and prints how long each takes.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/DataDog/gostackparse"
	"github.com/maruel/panicparse/v2/stack"
)

type result struct {
	Peer       string  `json:"peer"`
	Input      string  `json:"input"`
	Seconds    float64 `json:"seconds"`
	Goroutines int     `json:"goroutines"`
	Errors     int     `json:"errors"`
}

type parser func(text []byte) (goroutines, errors int)

func gostack(text []byte) (int, int) {
	found, errs := gostackparse.Parse(bytes.NewReader(text))
	return len(found), len(errs)
}

func panics(text []byte) (int, int) {
	options := stack.DefaultOpts()
	options.GuessPaths = false
	options.AnalyzeSources = false
	snapshot, _, err := stack.ScanSnapshot(bytes.NewReader(text), io.Discard, options)
	errors := 0
	if err != nil && err != io.EOF {
		errors = 1
	}
	if snapshot == nil {
		return 0, errors
	}
	return len(snapshot.Goroutines), errors
}

func measure(peer, input string, texts [][]byte, parse parser, runs int) result {
	best := result{Peer: peer, Input: input, Seconds: -1}
	for i := 0; i < runs; i++ {
		started := time.Now()
		goroutines, errors := 0, 0
		for _, text := range texts {
			g, e := parse(text)
			goroutines += g
			errors += e
		}
		if s := time.Since(started).Seconds(); best.Seconds < 0 || s < best.Seconds {
			best.Seconds, best.Goroutines, best.Errors = s, goroutines, errors
		}
	}
	return best
}

func main() {
	dump, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	names, _ := filepath.Glob(filepath.Join(os.Args[2], "*.txt"))
	var traces [][]byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		traces = append(traces, text)
	}
	out := json.NewEncoder(os.Stdout)
	out.Encode(measure("gostackparse", "dump", [][]byte{dump}, gostack, 3))
	out.Encode(measure("panicparse", "dump", [][]byte{dump}, panics, 1))
	out.Encode(measure("gostackparse", "traces", traces, gostack, 3))
	out.Encode(measure("panicparse", "traces", traces, panics, 1))
}
