package main

// closing is what to do when the shop closes.
var closing []func()

// AtClosing remembers something to do when the shop closes.
func AtClosing(do func()) {
	closing = append(closing, do) // mark:holds
}

// CloseShop does what is left to do.
func CloseShop() {
	for _, do := range closing {
		do()
	}
	closing = nil
}
