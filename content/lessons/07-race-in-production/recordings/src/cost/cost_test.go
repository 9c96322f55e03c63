// Package cost measures what the race detector costs.
package cost

import (
	"encoding/json"
	"sort"
	"strings"
	"testing"
)

var text = strings.Repeat("the quick brown fox jumps over the lazy dog ", 50)

func BenchmarkCountWords(b *testing.B) {
	for i := 0; i < b.N; i++ {
		counts := map[string]int{}
		for _, word := range strings.Fields(text) {
			counts[word]++
		}
	}
}

func BenchmarkSort(b *testing.B) {
	for i := 0; i < b.N; i++ {
		words := strings.Fields(text)
		sort.Strings(words)
	}
}

func BenchmarkMarshal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if _, err := json.Marshal(map[string]any{"text": text, "words": strings.Fields(text)}); err != nil {
			b.Fatal(err)
		}
	}
}
