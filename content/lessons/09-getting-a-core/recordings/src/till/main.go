// Command till adds up a receipt. With the word careful it recovers.
package main

import (
	"fmt"
	"os"
)

// sum adds up the first count prices.
func sum(prices []int, count int) int {
	total := 0
	for i := 0; i < count; i++ {
		total += prices[i]
	}
	return total
}

func main() {
	if len(os.Args) > 1 {
		defer func() { fmt.Println("recovered:", recover()) }()
	}
	fmt.Println(sum([]int{250, 120}, 3))
}
