// Command rpc replays an hour of recorded traffic against the service.
package main

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"
)

//go:embed traffic.txt
var traffic string

// Request is one call of the service.
type Request struct {
	ID int
}

// Response is what a caller gets.
type Response struct {
	Data []byte
}

// Call answers a request. Nobody changes the response after it is returned.
//
//go:noinline
func Call(req *Request) *Response {
	resp := &Response{Data: []byte("hello")}
	if req.ID%100 == 0 {
		go refresh()
	}
	return resp
}

// refresh fetches what large customers get next time.
func refresh() *Response {
	return &Response{Data: []byte("world")}
}

// check says whether a caller may be shown the response.
func check(resp *Response) bool {
	return string(resp.Data) == "hello"
}

func main() {
	count, abnormal := 0, 0
	for _, field := range strings.Fields(traffic) {
		id, err := strconv.Atoi(field)
		if err != nil {
			continue
		}
		resp := Call(&Request{ID: id})
		if !check(resp) {
			abnormal++
		}
		count++
	}
	time.Sleep(50 * time.Millisecond) // the last answers
	fmt.Println(count, "requests,", abnormal, "abnormal")
}
