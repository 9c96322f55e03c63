package main

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"testing"
)

func TestMaskedKey(t *testing.T) {
	Remember(&Login{UserID: 1, Key: readKey(2048)})
	key, _ := seen.Load(1)
	if got := fmt.Sprintf("%s", key); got != "ab...t" {
		t.Errorf("the masked key is %q, want %q", got, "ab...t")
	}
}

// heapInUse returns how much of the heap is alive.
func heapInUse() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestKeysAreLetGo(t *testing.T) {
	const logins = 2000
	before := heapInUse()
	for i := 0; i < logins; i++ {
		Remember(&Login{UserID: i, Key: readKey(2048)})
	}
	if grown := int64(heapInUse() - before); grown > 512*logins {
		t.Errorf("%d logins keep %d kB alive, and the masked keys are %d kB", logins, grown>>10, 6*logins>>10)
	}
}

func TestStolenKeyStaysOut(t *testing.T) {
	stolen = map[[sha256.Size]byte]bool{sha256.Sum256(readKey(2048)): true}
	defer func() { stolen = nil }()
	if Admit(&Login{UserID: 1, Key: readKey(2048)}) {
		t.Error("Admit lets a stolen key in")
	}
}
