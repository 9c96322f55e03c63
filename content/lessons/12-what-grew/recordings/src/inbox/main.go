// Command inbox plays two hours of a mail server, and takes a heap profile at nine, at ten and at eleven.
package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
)

// Session is a user who is logged in.
type Session struct {
	id     int
	buffer [1000]byte
}

// Inbox is the server.
type Inbox struct {
	words     [][]byte
	templates [][]byte
	sessions  [1000]*Session
	undo      [][]byte
	garbage   []byte
}

// readFile returns the file of words. What loadWords takes from it is copied; the file is garbage afterwards.
func readFile() []byte {
	return make([]byte, 40<<20)
}

// loadWords reads the words that only spam has, once, at the start.
func loadWords() [][]byte {
	file := readFile()
	words := make([][]byte, 64)
	for i := range words {
		words[i] = make([]byte, 1<<20)
		copy(words[i], file)
	}
	return words
}

// loadTemplates reads the forms for answers, when the first of them is needed.
func loadTemplates() [][]byte {
	templates := make([][]byte, 0, 12)
	for i := 0; i < 12; i++ {
		templates = append(templates, make([]byte, 1<<20))
	}
	return templates
}

func newSession(id int) *Session {
	return &Session{id: id}
}

// scan looks for words of spam in a copy that is all lower case.
func (in *Inbox) scan(mail []byte) bool {
	in.garbage = bytes.ToLower(mail)
	return bytes.Contains(in.garbage, []byte("lottery"))
}

// Receive takes a mail in, and keeps a copy for whoever wants it back.
func (in *Inbox) Receive(mail []byte) {
	for i := 0; i < 20; i++ {
		in.scan(mail)
	}
	in.undo = append(in.undo, bytes.Clone(mail))
}

// hour plays the traffic of an hour: 3,000 mails of 8 kB, and everybody logs out and in again.
func (in *Inbox) hour() {
	if in.templates == nil {
		in.templates = loadTemplates()
	}
	for i := range in.sessions {
		in.sessions[i] = newSession(i)
	}
	mail := bytes.Repeat([]byte("Dear all, "), 800)
	for i := 0; i < 3000; i++ {
		in.Receive(mail)
	}
}

// collects says whether a garbage collection comes before each profile; the word "nogc" on the command line leaves it out.
var collects = len(os.Args) == 1

// snapshot writes a heap profile.
func snapshot(name string) {
	if collects {
		runtime.GC()
	}
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
	in := &Inbox{words: loadWords()}
	for i := range in.sessions {
		in.sessions[i] = newSession(i)
	}
	snapshot("heap.0900")
	in.hour()
	snapshot("heap.1000")
	in.hour()
	snapshot("heap.1100")
	fmt.Println(len(in.words), "words,", len(in.undo), "mails to be undone")
}
