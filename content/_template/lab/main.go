// Command SLUG fails. Say here what it is for.
package main

import "fmt"

// pick returns the last item.
//
// TODO: what if there is none?
//
//go:noinline
func pick(items []string) string {
	return items[len(items)-1] // mark:fault
}

func main() {
	fmt.Println(pick(nil))
}
