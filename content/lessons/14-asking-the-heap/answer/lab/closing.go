package main

// closing is what to do when the shop closes, by the number that AtClosing gave it.
var (
	closing = map[int]func(){}
	lastID  int
)

// AtClosing remembers something to do when the shop closes. The function returned forgets it.
func AtClosing(do func()) (forget func()) {
	lastID++
	id := lastID
	closing[id] = do
	return func() { delete(closing, id) }
}

// CloseShop does what is left to do.
func CloseShop() {
	for _, do := range closing {
		do()
	}
	clear(closing)
}
