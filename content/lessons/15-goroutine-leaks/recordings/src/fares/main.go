// Command fares asks three airlines for a fare and answers with the first.
package main

import (
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"time"
)

// stamps are printed by eight printers that wait for work.
var stamps = make(chan string)

func stamp() {
	for text := range stamps {
		fmt.Println(text)
	}
}

// ask asks one airline.
func ask(airline int) int {
	time.Sleep(time.Duration(airline) * time.Millisecond)
	return 90 + airline
}

// first returns the first answer of three.
func first() int {
	answers := make(chan int)
	for airline := 1; airline <= 3; airline++ {
		airline := airline
		go func() { // mark:asked
			answers <- ask(airline) // mark:send
		}()
	}
	return <-answers
}

func main() {
	for i := 0; i < 8; i++ {
		go stamp()
	}
	http.HandleFunc("/fare", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, first(), "euros")
	})
	log.Fatal(http.ListenAndServe("localhost:6061", nil))
}
