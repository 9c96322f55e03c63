package main

import "fmt"

// Page is one page, ready to print.
type Page struct {
	Number int
	Bitmap []byte
}

// Job is what a customer wants printed.
type Job struct {
	ID    int
	Pages []*Page
	Open  bool
}

// NewJob lays a job out. If the shop closes before the job does, the job is told.
func NewJob(id int) *Job {
	job := &Job{ID: id, Open: true}
	for number := 1; number <= 2; number++ {
		job.Pages = append(job.Pages, layOut(number))
	}
	AtClosing(job.Close) // mark:registers
	return job
}

// layOut draws a page.
func layOut(number int) *Page {
	page := &Page{Number: number, Bitmap: blank()} // mark:page
	copy(page.Bitmap, fmt.Sprint("page ", number))
	return page
}

// blank is an empty page of 16 kB.
func blank() []byte {
	return make([]byte, 16<<10) // mark:allocates
}

// Summary is the job's line in the books.
func (j *Job) Summary() string {
	return fmt.Sprint("job ", j.ID, ", ", len(j.Pages), " pages") // mark:summary
}

// Close ends a job.
//
// TODO: nothing of a closed job may stay in memory.
func (j *Job) Close() {
	j.Open = false
}
