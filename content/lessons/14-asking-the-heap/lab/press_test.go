package main

import (
	"runtime"
	"testing"
)

// inUse is what a collection leaves.
func inUse() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

func TestClosedJobsAreReleased(t *testing.T) {
	NewJob(0).Close()
	before := inUse()
	for id := 1; id <= 100; id++ {
		NewJob(id).Close()
	}
	if kept := inUse() - before; kept > 256<<10 {
		t.Errorf("100 closed jobs keep %d kB", kept>>10)
	}
}

func TestOpenJobsAreTold(t *testing.T) {
	job := NewJob(1)
	CloseShop()
	if job.Open {
		t.Error("the shop is closed, and the job does not know")
	}
}

func TestOneOfTwo(t *testing.T) {
	first, second := NewJob(1), NewJob(2)
	first.Close()
	CloseShop()
	if second.Open {
		t.Error("closing one job made the shop forget the other")
	}
}
