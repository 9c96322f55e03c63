// Command hidden leaks one goroutine of four kinds each, and asks the runtime which of them are leaked.
package main

import (
	"os"
	"runtime/pprof"
	"sync"
	"time"
)

// subscribers is a package variable: whatever is in it can be reached.
var subscribers []chan string

func lost() {
	answers := make(chan int)
	go func() { answers <- 1 }() // nobody else has this channel
}

func subscribed() {
	news := make(chan string)
	subscribers = append(subscribers, news)
	go func() { <-news }() // nobody will send, but somebody could
}

// till is a lock with something to protect.
type till struct {
	sync.Mutex
	sales [16]*int
}

func forgotten() {
	cash := &till{}
	cash.Lock()
	go func() { cash.Lock() }() // nobody else has this lock
}

func polling() {
	stop := make(chan bool)
	go func() {
		for {
			select {
			case <-stop: // nobody else has this channel
				return
			case <-time.After(time.Minute): // but the clock will wake it, and it asks again
			}
		}
	}()
}

func main() {
	lost()
	subscribed()
	forgotten()
	polling()
	time.Sleep(50 * time.Millisecond)
	pprof.Lookup("goroutineleak").WriteTo(os.Stdout, 1)
}
