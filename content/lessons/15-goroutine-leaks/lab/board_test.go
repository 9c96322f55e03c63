package main

import (
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// count lets mails be counted instead of sent.
func count(t *testing.T) *atomic.Int32 {
	var sent atomic.Int32
	before := send
	send = func(customer, message string) { sent.Add(1) }
	t.Cleanup(func() { send = before })
	return &sent
}

func waitFor(isSo func() bool) bool {
	for i := 0; i < 100 && !isSo(); i++ {
		time.Sleep(5 * time.Millisecond)
	}
	return isSo()
}

func TestNobodyWaitsForArrivedParcels(t *testing.T) {
	sent := count(t)
	before := runtime.NumGoroutine()
	for id := 0; id < 20; id++ {
		parcel := strconv.Itoa(id)
		Notify(parcel, "ada@example.com")
		board.Arrive(parcel)
	}
	if !waitFor(func() bool { return sent.Load() == 20 }) {
		t.Errorf("%d of 20 customers were told", sent.Load())
	}
	if !waitFor(func() bool { return runtime.NumGoroutine() <= before }) {
		t.Errorf("%d goroutines wait for news that can't come", runtime.NumGoroutine()-before)
	}
}

func TestAllWatchersAreTold(t *testing.T) {
	sent := count(t)
	for i := 0; i < 3; i++ {
		Notify("shared", "grace@example.com")
	}
	if told := board.Arrive("shared"); told != 3 {
		t.Errorf("Arrive told %d of 3 watchers", told)
	}
	if !waitFor(func() bool { return sent.Load() == 3 }) {
		t.Errorf("%d of 3 mails were sent", sent.Load())
	}
}

func TestOthersAreStillWatched(t *testing.T) {
	sent := count(t)
	Notify("late", "edsger@example.com")
	Notify("soon", "edsger@example.com")
	board.Arrive("soon")
	board.Arrive("late")
	if !waitFor(func() bool { return sent.Load() == 2 }) {
		t.Errorf("%d of 2 mails were sent", sent.Load())
	}
}
