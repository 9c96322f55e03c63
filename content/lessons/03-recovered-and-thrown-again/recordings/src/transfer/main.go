// Command transfer moves money between two accounts.
package main

import "fmt"

// Bank holds the accounts; busy is closed while a transfer runs.
type Bank struct {
	balance map[string]int
	busy    chan struct{}
}

// Transfer moves amount from one account to another.
func (b *Bank) Transfer(from, to string, amount int) {
	close(b.busy)
	defer b.finish()
	b.book(from, -amount)
	b.book(to, amount)
	b.busy = make(chan struct{})
}

func (b *Bank) book(account string, amount int) {
	b.balance[account] += amount // mark:transfer
}

// finish tells whoever waits that the transfer is over.
func (b *Bank) finish() {
	close(b.busy) // mark:finish
}

func main() {
	bank := &Bank{busy: make(chan struct{})}
	bank.Transfer("ada", "grace", 100)
	fmt.Println("done")
}
