// Command SLUG fails. Say here what it is for.
package main

import "fmt"

// pick returns the last item, or nothing where there is none.
//
//go:noinline
func pick(items []string) string {
	if len(items) == 0 {
		return ""
	}
	return items[len(items)-1]
}

func main() {
	fmt.Println(pick(nil))
}
