package main

import (
	"io"
	"log"
	"runtime"
	"strings"
	"testing"
	"time"
)

func init() { log.SetOutput(io.Discard) }

func TestGuestsSitWhereTheyAsked(t *testing.T) {
	desk := NewDesk()
	desk.Serve(strings.NewReader(`{"guest": "Ann", "seats": [5]} {"guest": "Bob", "seats": [12]}`))
	desk.sales.Wait()
	for seat, guest := range map[int]string{5: "Ann", 12: "Bob"} {
		if got := desk.house[seat-1]; got != guest {
			t.Errorf("seat %d is sold to %q, want %q", seat, got, guest)
		}
	}
}

func TestNoSeatStaysOnHold(t *testing.T) {
	before := runtime.NumGoroutine()
	desk := NewDesk()
	desk.Serve(rush(20))
	desk.sales.Wait()
	for i := 0; i < 200 && runtime.NumGoroutine() > before; i++ {
		time.Sleep(5 * time.Millisecond)
	}
	if left := len(desk.holds); left > 0 {
		t.Errorf("%d of 20 seats are on hold for ever", left)
	}
	if left := runtime.NumGoroutine() - before; left > 0 {
		t.Errorf("%d goroutines are left behind", left)
	}
}
