// Command queue works through jobs. With the word wait it never comes to an end.
package main

import (
	"fmt"
	"os"
	"time"
)

// Job is something to do by somebody.
type Job struct {
	Name  string
	Owner *Owner
}

// Owner is asked when a job goes wrong.
type Owner struct {
	Mail string
}

// report says who is asked about a job.
func report(job *Job) string {
	if job.Owner == nil {
		return job.Name + " asks nobody"
	}
	return job.Name + " asks " + job.Owner.Mail
}

// idle waits for a job that nobody sends.
func idle(job *Job) {
	fmt.Println("waiting after", job.Name)
	time.Sleep(time.Hour)
}

func main() {
	jobs := []*Job{{"index", &Owner{"ada@example.com"}}, {"vacuum", nil}}
	if len(os.Args) > 1 && os.Args[1] == "wait" {
		idle(jobs[1])
		return
	}
	for _, job := range jobs {
		fmt.Println(report(job))
	}
}
