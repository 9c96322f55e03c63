package session

import (
	"testing"
	"time"
)

func TestLogin(t *testing.T) {
	sessions := &Sessions{users: map[string]string{}}
	go sessions.Login("t1", "ada")
	time.Sleep(time.Millisecond)
	if name := sessions.Name("t1"); name != "ada" && name != "" {
		t.Errorf("Name() = %q", name)
	}
}
