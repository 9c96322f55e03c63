// Command uploads takes files in. It keeps previews of them, and an audit log that is written out now and then.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
)

// clone copies what a caller wants to keep.
//
//go:noinline
func clone(data []byte) []byte {
	return append([]byte(nil), data...) // mark:clones
}

// Audit remembers the last uploads until they are written out.
type Audit struct {
	entries [][]byte
}

// Log remembers one upload, and writes out when there are fifty.
func (a *Audit) Log(file []byte) {
	a.entries = append(a.entries, clone(file[:40<<10]))
	if len(a.entries) == 50 {
		a.entries = nil // written
	}
}

// Previews has a small picture of every upload, by its number.
type Previews struct {
	pictures map[int][]byte
}

// Keep makes the preview of an upload.
func (p *Previews) Keep(number int, file []byte) {
	p.pictures[number] = clone(file[:100<<10]) // mark:keeps
}

// Service takes uploads in.
type Service struct {
	audit    Audit
	previews Previews
	logo     []byte
	count    int
}

// Upload takes one file in.
func (s *Service) Upload(file []byte) {
	s.count++
	s.audit.Log(file)
	s.previews.Keep(s.count, file)
}

func snapshot(name string) {
	runtime.GC()
	file, err := os.Create(name)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer file.Close()
	if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
		fmt.Println(err)
	}
}

func main() {
	service := &Service{previews: Previews{pictures: make(map[int][]byte)}}
	file := make([]byte, 1<<20)
	service.logo = clone(file)
	snapshot("heap.old")
	for i := 0; i < 325; i++ {
		service.Upload(file)
	}
	snapshot("heap.new")
	runtime.KeepAlive(service)
	runtime.KeepAlive(file)
}
