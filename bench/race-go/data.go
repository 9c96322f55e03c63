package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

type node struct{ left, right *node }

func grow(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{grow(depth - 1), grow(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func binaryTrees() int {
	long := grow(13)
	total := 0
	for range 32 {
		total += grow(10).count()
	}
	return total + long.count()
}

type record struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Score float64  `json:"score"`
	Tags  []string `json:"tags"`
}

func records(n int) []record {
	all := make([]record, n)
	seed := uint32(7)
	for i := range all {
		seed = seed*1664525 + 1013904223
		all[i] = record{i, "name" + strconv.Itoa(int(seed>>12)), float64(seed>>8) / 100, []string{"a", "b"}}
	}
	return all
}

func sortRecords() int {
	all := records(20_000)
	sort.Slice(all, func(i, j int) bool { return all[i].Score < all[j].Score })
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all[100].ID
}

func countWords() int {
	counts := map[string]int{}
	byNumber := map[int]int{}
	words := strings.Fields(strings.Repeat("the race is not to the swift nor the battle to the strong ", 300))
	for round := range 10 {
		for i, word := range words {
			counts[word]++
			byNumber[i*7+round]++
		}
	}
	for n := range byNumber {
		if n%3 == 0 {
			delete(byNumber, n)
		}
	}
	return counts["the"] + len(byNumber)
}

func buildText() int {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "%d: %s, %.2f\n", i, "line", float64(i)/3)
	}
	lines := strings.Split(text.String(), "\n")
	return len(strings.ToUpper(strings.Join(lines, ";"))) + strings.Count(text.String(), "33")
}

func jsonRoundTrip() int {
	text, err := json.Marshal(records(1500))
	if err != nil {
		panic(err)
	}
	var again []record
	if err := json.Unmarshal(text, &again); err != nil {
		panic(err)
	}
	return len(text) + len(again)
}
