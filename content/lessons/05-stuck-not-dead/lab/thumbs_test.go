package main

import (
	"runtime"
	"testing"
	"time"
)

func TestNobodyIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	if err := All([]string{"cat.png", "panorama.png", "dog.png", "sea.png", "hill.png", "moon.png"}); err == nil {
		t.Error("All() made a thumbnail of a picture that is too large")
	}
	for i := 0; i < 100 && runtime.NumGoroutine() > before; i++ {
		time.Sleep(10 * time.Millisecond)
	}
	if left := runtime.NumGoroutine() - before; left > 0 {
		t.Errorf("%d goroutines are left behind", left)
	}
}

func TestAllAreMade(t *testing.T) {
	if err := All([]string{"cat.png", "dog.png", "sea.png", "hill.png"}); err != nil {
		t.Error(err)
	}
}
