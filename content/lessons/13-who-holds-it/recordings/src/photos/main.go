// Command photos indexes pictures by the first bytes of their files.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
)

// Index has the first 64 bytes of every photo, by name.
type Index struct {
	headers map[string][]byte
	faces   []byte
}

// loadFaces reads what the index knows of faces, once, at the start.
func loadFaces() []byte {
	return make([]byte, 20<<20)
}

// readPhoto reads one photo.
func readPhoto(number int) []byte {
	photo := make([]byte, 2<<20) // mark:reads-photo
	photo[0] = byte(number)
	return photo
}

// Add puts a photo into the index.
func (in *Index) Add(name string, photo []byte) {
	in.headers[name] = photo[:64] // mark:keeps-header
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
	in := &Index{headers: make(map[string][]byte, 100), faces: loadFaces()}
	snapshot("heap.old")
	for i := 0; i < 40; i++ {
		in.Add(fmt.Sprintf("img%02d.jpg", i), readPhoto(i))
	}
	snapshot("heap.new")
	header := in.headers["img07.jpg"]
	fmt.Println(len(in.headers), "photos, len", len(header), "cap", cap(header))
}
