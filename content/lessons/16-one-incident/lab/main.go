// Command boxoffice sells the seats of a house with 800.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	_ "net/http/pprof"
	"runtime"
	"strconv"
	"strings"
)

// evening has the orders that came in last evening at half past seven.
const evening = `
{"guest": "Ann", "seats": [5, 6]}
{"guest": "Bob", "seats": [12]}
`

var desk = NewDesk()

func main() {
	runtime.MemProfileRate = 64 << 10 // more samples than usual
	replay := flag.Bool("replay", false, "sell the orders of last evening again, and end")
	flag.Parse()
	if *replay {
		desk.Serve(strings.NewReader(evening))
		desk.sales.Wait()
		return
	}
	http.HandleFunc("/orders", handleOrders)
	http.HandleFunc("/rush", handleRush)
	fmt.Println("listening on localhost:6060")
	log.Fatal(http.ListenAndServe("localhost:6060", nil))
}

// handleOrders sells what an agency asks for: orders, one after the other.
func handleOrders(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, desk.Serve(r.Body), "orders")
}

// handleRush is an agency with n guests who want a seat each.
func handleRush(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	fmt.Fprintln(w, desk.Serve(rush(n)), "orders")
}

func rush(n int) io.Reader {
	var orders strings.Builder
	for seat := 1; seat <= n; seat++ {
		fmt.Fprintf(&orders, "{\"guest\": \"guest %d\", \"seats\": [%d]}\n", seat, seat)
	}
	return strings.NewReader(orders.String())
}
