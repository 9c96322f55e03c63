// Package gateway is a reproduction in one file, as one attaches to a bug report.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
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
// The response it returns is the caller's alone.
func Handle(ctx context.Context) *Response {
	answers := make(chan *Response, 1) // room for one: a late answer waits for nobody
	go func() {
		time.Sleep(time.Millisecond) // the network
		answers <- &Response{}       // the backend knows nothing
	}()

	select {
	case resp := <-answers:
		return resp
	case <-ctx.Done():
		return &Response{Data: []byte("12345")}
	}
}

// Process returns the answer as text.
func Process(ctx context.Context) string {
	resp := Handle(ctx)
	size := len(resp.Data)
	if size == 0 {
		return ""
	}
	time.Sleep(20 * time.Millisecond) // the audit log
	return string(resp.Data[:size])
}

var failures atomic.Int64

// WrapPanic counts requests that panic. The panic goes on as if it had not been here.
func WrapPanic(ctx context.Context) string {
	defer func() {
		if err := recover(); err != nil {
			failures.Add(1)
			panic(err)
		}
	}()
	return Process(ctx)
}

// caughtPanic is a panic on its way to another goroutine, with the trace of its own.
type caughtPanic struct {
	cause error
	stack []byte
}

func (p *caughtPanic) Error() string { return fmt.Sprintf("%v\n\nraised in:\n%s", p.cause, p.stack) }
func (p *caughtPanic) Unwrap() error { return p.cause }

// Async runs work in a goroutine of its own. If work panics, so does Async.
func Async(work func()) {
	caught := make(chan *caughtPanic, 1)
	go func() {
		defer close(caught)
		defer func() {
			if value := recover(); value != nil {
				caught <- &caughtPanic{cause: asError(value), stack: debug.Stack()}
			}
		}()
		work()
	}()
	if err := <-caught; err != nil {
		panic(err)
	}
}

func asError(value any) error {
	if err, ok := value.(error); ok {
		return err
	}
	return fmt.Errorf("%v", value)
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
