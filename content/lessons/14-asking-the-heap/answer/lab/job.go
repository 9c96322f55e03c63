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

	forget func()
}

// NewJob lays a job out. If the shop closes before the job does, the job is told.
func NewJob(id int) *Job {
	job := &Job{ID: id, Open: true}
	for number := 1; number <= 2; number++ {
		job.Pages = append(job.Pages, layOut(number))
	}
	job.forget = AtClosing(job.Close)
	return job
}

// layOut draws a page.
func layOut(number int) *Page {
	page := &Page{Number: number, Bitmap: blank()}
	copy(page.Bitmap, fmt.Sprint("page ", number))
	return page
}

// blank is an empty page of 16 kB.
func blank() []byte {
	return make([]byte, 16<<10)
}

// Summary is the job's line in the books.
func (j *Job) Summary() string {
	return fmt.Sprint("job ", j.ID, ", ", len(j.Pages), " pages")
}

// Close ends a job, and takes back what it asked for.
func (j *Job) Close() {
	j.Open = false
	j.forget()
}
