// Command balance keeps the accounts of a bank, for look-ups by number and for the list of the latest.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

// Account has a history of payments.
type Account struct {
	Number  int
	History []int64
}

var (
	byNumber = map[int]*Account{}
	latest   []*Account
	drafts   []*Account
)

func open(number int) *Account {
	return &Account{Number: number, History: make([]int64, 1024)}
}

func main() {
	runtime.MemProfileRate = 1
	for number := 1; number <= 200; number++ {
		account := open(number)
		byNumber[number] = account
		latest = append(latest, account)
	}
	for number := 201; number <= 250; number++ {
		drafts = append(drafts, open(number))
	}
	if len(os.Args) > 1 && os.Args[1] == "-no-gc" {
		drafts = nil
	} else {
		runtime.GC()
	}
	file, err := os.Create("bank.dump")
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	fmt.Println(len(byNumber), "accounts,", len(latest), "latest,", len(drafts), "drafts")
}
