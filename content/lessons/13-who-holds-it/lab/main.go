// Command keys is a login service. It remembers with which SSH key each user came, masked.
package main

import (
	"crypto/sha256"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"runtime"
	"strconv"
	"sync"
)

// Login is somebody at the door, with a key.
type Login struct {
	UserID int
	Key    []byte
}

var (
	// manual is what /help answers. It is read once, at the start, and is large.
	manual string

	// seen has the masked key of every user, such as "ab...t".
	seen sync.Map

	// stolen has the hashes of keys that nobody may use any more.
	stolen map[[sha256.Size]byte]bool
)

// Remember keeps the key of a user, masked.
//
// TODO: keep the masked key, and nothing else.
func Remember(login *Login) {
	seen.Store(login.UserID, append(login.Key[:2], '.', '.', '.', login.Key[len(login.Key)-1])) // mark:keeps
}

// Admit says whether somebody may come in.
func Admit(login *Login) bool {
	Remember(login)
	return !stolen[sha256.Sum256(login.Key)]
}

// readKey reads a key, as if it came over the network.
func readKey(size int) []byte {
	key := make([]byte, size) // mark:allocates
	for i := range key {
		key[i] = 'a' + byte(i%26)
	}
	return key
}

// logins plays n users who log in for the first time.
func logins(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		http.Error(w, "say how many: /logins?n=10000", http.StatusBadRequest)
		return
	}
	for i := 0; i < n; i++ {
		Admit(&Login{UserID: users, Key: readKey(2048)})
		users++
	}
	fmt.Fprintln(w, users, "users")
}

var users int

// masked shows the key that is remembered of a user: /masked?user=7
func masked(w http.ResponseWriter, r *http.Request) {
	user, _ := strconv.Atoi(r.FormValue("user"))
	key, _ := seen.Load(user)
	fmt.Fprintf(w, "%s\n", key)
}

func main() {
	// One sample in 64 KiB, not in 512: 10,000 keys are then some 300 samples, not 40. At work, leave it as it is.
	runtime.MemProfileRate = 64 << 10

	manual = string(make([]byte, 10<<20))
	http.HandleFunc("/logins", logins)
	http.HandleFunc("/masked", masked)
	fmt.Println("serving localhost:6060")
	log.Fatal(http.ListenAndServe("localhost:6060", nil))
}
