// Package session knows who is logged in.
package session

import "sync"

// Sessions maps tokens to users.
type Sessions struct {
	mu    sync.Mutex
	users map[string]string
}

// Login remembers a user.
func (s *Sessions) Login(token, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[token] = user // mark:login
}

// Name returns who the token belongs to, or nothing.
func (s *Sessions) Name(token string) string {
	return s.users[token] // mark:name
}
