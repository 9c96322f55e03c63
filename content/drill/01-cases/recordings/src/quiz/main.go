// Command quiz loads its questions when they are first asked for, which two teams do at once.
package main

import (
	"fmt"
	"sync"
)

// Quiz has the questions, once somebody asked.
type Quiz struct{ questions []string }

// Questions returns them.
func (q *Quiz) Questions() []string {
	if q.questions == nil {
		q.questions = load()
	}
	return q.questions
}

func load() []string {
	return []string{"Who?", "When?", "Why?"}
}

func play(q *Quiz, team string) {
	fmt.Println(team, "has", len(q.Questions()))
}

func main() {
	quiz := &Quiz{}
	var over sync.WaitGroup
	over.Add(1)
	go func() {
		defer over.Done()
		play(quiz, "red")
	}()
	play(quiz, "blue")
	over.Wait()
}
