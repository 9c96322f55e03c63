// Command reload serves requests while its configuration is read again.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"
)

// Config is what an operator may change while the service runs.
type Config struct {
	Greeting string
}

var config = &Config{Greeting: "hello"}

// watch reads the configuration again when it has changed.
func watch(changes <-chan string) {
	for greeting := range changes {
		config = &Config{Greeting: greeting} // mark:watch
	}
}

func greet(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, config.Greeting) // mark:greet
}

func main() {
	changes := make(chan string)
	go watch(changes) // mark:watcher
	server := httptest.NewServer(http.HandlerFunc(greet))
	defer server.Close()
	for _, greeting := range []string{"hi", "good evening"} {
		if resp, err := http.Get(server.URL); err == nil {
			resp.Body.Close()
		}
		changes <- greeting
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println("done")
}
