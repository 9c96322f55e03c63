package testdeps

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"
)

// What fuzzing needs of a test binary. Seeds given with f.Add run like any
// test; the fuzzing engine itself, with its worker processes, is left out.

type corpusEntry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

var errNoFuzzing = errors.New("fuzzing starts processes of its own, which a page cannot: run go test -fuzz on your machine")

func (TestDeps) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []corpusEntry, []reflect.Type, string, string) error {
	return errNoFuzzing
}

func (TestDeps) RunFuzzWorker(func(corpusEntry) error) error {
	return errNoFuzzing
}

// ReadCorpus finds no entries: an empty or missing directory is as usual, a
// filled one is an error rather than a test that silently runs less.
func (TestDeps) ReadCorpus(dir string, types []reflect.Type) ([]corpusEntry, error) {
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		return nil, nil
	}
	return nil, fmt.Errorf("%s: corpus files are not read here, only seeds given with f.Add", dir)
}

func (TestDeps) CheckCorpus(vals []any, types []reflect.Type) error {
	if len(vals) != len(types) {
		return fmt.Errorf("wrong number of values in corpus entry: %d, want %d", len(vals), len(types))
	}
	got := make([]reflect.Type, len(vals))
	for i, v := range vals {
		got[i] = reflect.TypeOf(v)
		if got[i] != types[i] {
			return fmt.Errorf("mismatched types in corpus entry: %v, want %v", got[:i+1], types)
		}
	}
	return nil
}

func (TestDeps) ResetCoverage()    {}
func (TestDeps) SnapshotCoverage() {}
