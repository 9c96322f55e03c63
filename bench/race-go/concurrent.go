package main

import (
	"sync"
	"sync/atomic"
)

func pingPong() int {
	there, back := make(chan int), make(chan int)
	go func() {
		for n := range there {
			back <- n + 1
		}
		close(back)
	}()
	n := 0
	for range 40_000 {
		there <- n
		n = <-back
	}
	close(there)
	return n
}

func pipeline() int {
	numbers := make(chan int, 64)
	go func() {
		for n := range 20_000 {
			numbers <- n
		}
		close(numbers)
	}()
	squares := make(chan int, 64)
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for n := range numbers {
				squares <- n * n
			}
		})
	}
	go func() {
		workers.Wait()
		close(squares)
	}()
	sum := 0
	for square := range squares {
		sum += square
	}
	return sum
}

func mutexes() int {
	var (
		mu    sync.Mutex
		group sync.WaitGroup
	)
	counts := map[int]int{}
	for worker := range 8 {
		group.Go(func() {
			for i := range 10_000 {
				mu.Lock()
				counts[(worker+i)%50]++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return counts[7]
}

func atomics() int {
	var total, reads atomic.Int64
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20_000 {
				if total.Add(1)%16 == 0 {
					reads.Store(total.Load())
				}
			}
		})
	}
	group.Wait()
	return int(total.Load())
}
