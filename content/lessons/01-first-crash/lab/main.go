// Command tally prints the average score of each player.
package main

import "fmt"

// Player is somebody who scores, or does not.
type Player struct {
	Name   string
	Scores []int
}

// average returns the mean of the scores, rounded down.
//
// TODO: make this work for a player who never scored.
//
//go:noinline
func average(scores []int) int {
	sum := 0
	for _, score := range scores {
		sum += score
	}
	return sum / len(scores) // mark:fault
}

// line returns what is printed for a player.
func line(player Player) string {
	return fmt.Sprintf("%-6s %3d", player.Name, average(player.Scores))
}

func main() {
	players := []Player{
		{"Ada", []int{7, 9, 8}},
		{"Grace", []int{10, 6}},
		{"Linus", nil},
		{"Rob", []int{5}},
	}
	for _, player := range players {
		fmt.Println(line(player))
	}
}
