// Command board shows results. It keeps every one of them, for a second page that was never built.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
)

// Board shows what was posted.
type Board struct {
	posts   map[int][]byte
	authors map[string]int
	font    []byte
}

// Post draws a result and shows it.
func (b *Board) Post(number int, author string) {
	b.posts[number] = b.draw(number)
	b.authors[strings.ToUpper(author)]++
}

func (b *Board) draw(number int) []byte {
	picture := make([]byte, 64<<10)
	picture[0] = byte(number)
	return picture
}

func loadFont() []byte {
	return make([]byte, 9<<20)
}

func snapshot(name string) {
	runtime.GC()
	file, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
		panic(err)
	}
}

func main() {
	board := &Board{posts: make(map[int][]byte), authors: make(map[string]int), font: loadFont()}
	for i := range 60 {
		board.Post(i, fmt.Sprint("author ", i%20))
	}
	snapshot("heap.old")
	for i := 60; i < 500; i++ {
		board.Post(i, fmt.Sprint("author ", i))
	}
	snapshot("heap.new")
	fmt.Println(len(board.posts), "posts of", len(board.authors), "authors,", len(board.font), "bytes of font")
}
