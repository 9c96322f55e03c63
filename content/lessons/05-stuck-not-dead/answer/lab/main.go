// Command thumbs is a service that makes thumbnails with a few workers.
package main

import (
	"errors"
	"fmt"
	"time"
)

// Result is what became of one picture.
type Result struct {
	Name string
	Err  error
}

var errTooLarge = errors.New("too large")

// shrink makes a thumbnail. Some pictures are too large.
func shrink(name string) Result {
	time.Sleep(10 * time.Millisecond)
	if name == "panorama.png" {
		return Result{name, errTooLarge}
	}
	return Result{name, nil}
}

// work shrinks every picture that it gets.
func work(names <-chan string, results chan<- Result) {
	for name := range names {
		results <- shrink(name)
	}
}

// All shrinks the pictures with three workers. It gives up at the first that fails; the workers finish by themselves.
func All(pictures []string) error {
	names := make(chan string)
	results := make(chan Result, len(pictures)) // room for all: a worker never waits for somebody who gave up
	for i := 0; i < 3; i++ {
		go work(names, results)
	}
	go func() {
		for _, name := range pictures {
			names <- name
		}
		close(names)
	}()
	for range pictures {
		if result := <-results; result.Err != nil {
			return fmt.Errorf("%s: %w", result.Name, result.Err)
		}
	}
	return nil
}

func main() {
	pictures := []string{"cat.png", "panorama.png", "dog.png", "sea.png", "hill.png", "moon.png", "tree.png"}
	if err := All(pictures); err != nil {
		fmt.Println("failed:", err)
	}
	for range time.Tick(500 * time.Millisecond) {
		fmt.Println("alive") // the service goes on
	}
}
