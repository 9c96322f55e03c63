// Command serve asks its own server twice. The first handler panics.
package main

import (
	"fmt"
	"net"
	"net/http"
)

// Profile is a user's page.
type Profile struct {
	Name string
}

var profiles = map[string]*Profile{"ada": {Name: "Ada"}}

func show(w http.ResponseWriter, r *http.Request) {
	profile := profiles[r.URL.Query().Get("user")]
	fmt.Fprintln(w, "Hello,", profile.Name) // mark:serve
}

func main() {
	http.HandleFunc("/profile", show)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(listener, nil)
	for _, user := range []string{"grace", "ada"} {
		ask("http://" + listener.Addr().String() + "/profile?user=" + user)
	}
}

// ask prints what a client sees.
func ask(url string) {
	resp, err := http.Get(url)
	if err != nil {
		fmt.Println("client:", err)
		return
	}
	defer resp.Body.Close()
	fmt.Println("client:", resp.Status)
}
