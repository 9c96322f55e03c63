// Command courier tells customers where their parcels are.
package main

import (
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
)

var board = NewBoard()

// labels are printed by four printers that wait for work.
var labels = make(chan string)

func main() {
	for printer := 1; printer <= 4; printer++ {
		go printLabels() // mark:printers
	}
	http.HandleFunc("/watch", handleWatch)
	http.HandleFunc("/arrive", handleArrive)
	fmt.Println("listening on localhost:6060")
	log.Fatal(http.ListenAndServe("localhost:6060", nil))
}

func printLabels() {
	for label := range labels { // mark:idle
		fmt.Fprintln(os.Stderr, "label", label)
	}
}

// handleWatch lets a customer know when the parcel arrives.
func handleWatch(w http.ResponseWriter, r *http.Request) {
	parcel := r.FormValue("parcel")
	Notify(parcel, r.RemoteAddr)
	fmt.Fprintln(w, "parcel", parcel, "is watched")
}

// handleArrive tells all who watch a parcel that it has arrived.
func handleArrive(w http.ResponseWriter, r *http.Request) {
	parcel := r.FormValue("parcel")
	told := board.Arrive(parcel)
	fmt.Fprintln(w, "parcel", parcel, "has arrived,", told, "told")
}
