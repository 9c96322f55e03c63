// Package gateway is a reproduction in one file, as one attaches to a bug report.
package gateway

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Response is what a backend answered.
type Response struct {
	Data []byte
}

// Handle asks a backend. If ctx ends first, the default answer has to do.
func Handle(ctx context.Context) *Response {
	resp := &Response{Data: []byte("12345")}
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(time.Millisecond) // the network
		resp.Data = nil              // the backend knows nothing
	}()

	select {
	case <-done:
	case <-ctx.Done():
	}
	return resp
}

// Process returns the answer as text.
func Process(ctx context.Context) string {
	resp := Handle(ctx)
	size := len(resp.Data)
	if size == 0 {
		return ""
	}
	time.Sleep(20 * time.Millisecond) // the audit log
	return string(resp.Data[:size])   // mark:fault
}

var failures atomic.Int64

// WrapPanic counts requests that panic. The panic goes on as if it had not been here.
func WrapPanic(ctx context.Context) string {
	defer func() {
		if err := recover(); err != nil {
			failures.Add(1)
			panic(err) // mark:rethrow
		}
	}()
	return Process(ctx)
}

// Async runs work in a goroutine of its own. If work panics, so does Async.
func Async(work func()) {
	caught := make(chan any, 1)
	go func() {
		defer func() { caught <- recover() }()
		work()
	}()
	if err := <-caught; err != nil {
		// TODO: this panic says what failed. Make it say where as well.
		panic(err) // mark:async
	}
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // the caller has gone
	return ctx
}

func TestPanic(t *testing.T) {
	if got := WrapPanic(canceled()); got != "12345" {
		t.Errorf("WrapPanic() = %q, want the default answer", got)
	}
}

func TestAsync(t *testing.T) {
	Async(func() { Process(canceled()) })
}

func TestCause(t *testing.T) {
	defer func() {
		err, _ := recover().(error)
		var cause runtime.Error
		if !errors.As(err, &cause) {
			t.Fatalf("Async raised %v, in which errors.As finds no runtime.Error", err)
		}
		if !strings.Contains(err.Error(), "explode") {
			t.Errorf("what Async raised does not say where it began: %v", err)
		}
	}()
	Async(explode)
}

func explode() {
	var resp *Response
	resp.Data = nil
}
