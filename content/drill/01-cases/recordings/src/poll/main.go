// Command poll counts votes while somebody sorts them.
package main

import (
	"fmt"
	"sort"
	"sync"
)

// Poll has the votes of each party.
type Poll struct{ votes []int }

// Cast adds a vote.
func (p *Poll) Cast(party int) {
	p.votes[party]++
}

// Standing sorts the parties.
func (p *Poll) Standing() []int {
	order := make([]int, len(p.votes))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return p.more(order[a], order[b]) })
	return order
}

func (p *Poll) more(a, b int) bool {
	return p.votes[a] > p.votes[b]
}

func evening(p *Poll) {
	fmt.Println(p.Standing())
}

func main() {
	poll := &Poll{votes: make([]int, 3)}
	var closed sync.WaitGroup
	closed.Add(1)
	go func() {
		defer closed.Done()
		poll.Cast(2)
	}()
	evening(poll)
	closed.Wait()
}
