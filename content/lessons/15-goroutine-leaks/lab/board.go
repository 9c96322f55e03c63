package main

import (
	"log"
	"sync"
)

// Board knows who watches which parcel.
type Board struct {
	mu       sync.Mutex
	watchers map[string][]chan string
}

// NewBoard is an empty board.
func NewBoard() *Board {
	return &Board{watchers: map[string][]chan string{}}
}

// Watch returns a channel on which news of the parcel come.
func (b *Board) Watch(parcel string) <-chan string {
	b.mu.Lock()
	defer b.mu.Unlock()
	news := make(chan string, 1)
	b.watchers[parcel] = append(b.watchers[parcel], news) // mark:registers
	return news
}

// Arrive tells all who watch the parcel that it has arrived, and says how many they are.
//
// TODO: there are no news of a parcel after this. Who still waits for some?
func (b *Board) Arrive(parcel string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, news := range b.watchers[parcel] {
		select {
		case news <- "arrived":
		default: // slow watchers do without
		}
	}
	return len(b.watchers[parcel])
}

// Notify sends a customer all news of a parcel.
func Notify(parcel, customer string) {
	news := board.Watch(parcel)
	go forward(news, customer) // mark:created
}

func forward(news <-chan string, customer string) {
	for message := range news { // mark:blocked
		send(customer, message)
	}
}

// send stands for a mail.
var send = func(customer, message string) {
	log.Println(customer, message)
}
