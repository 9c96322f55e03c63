// Command mailer writes to everybody on a list.
package main

import (
	"fmt"
	"strings"
)

// guard runs step and says which step it was that failed.
func guard(name string, step func()) {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println("failed:", name)
			panic(err)
		}
	}()
	step()
}

func domain(address string) string {
	return strings.Split(address, "@")[1] // mark:mailer
}

func send(address string) {
	fmt.Println("sending to", domain(address))
}

func main() {
	list := []string{"ada@example.com", "grace.example.com"}
	guard("list", func() {
		for _, address := range list {
			guard(address, func() { send(address) })
		}
	})
}
