// Command refuse weighs parcels, and refuses those that are too heavy.
package main

import "fmt"

// Parcel has a weight.
type Parcel struct {
	Label string
	Grams int
}

// Refusal says why a parcel cannot be taken.
type Refusal struct {
	Label  string
	Reason string
}

func (r *Refusal) Error() string { return r.Label + ": " + r.Reason }

// inspect returns why a parcel must be refused, or nil.
func inspect(parcel *Parcel) error {
	var refusal *Refusal
	if parcel.Grams > 30000 {
		refusal = &Refusal{Label: parcel.Label, Reason: "too heavy"}
	}
	return refusal
}

// take takes a parcel, unless there is a reason not to.
func take(parcel *Parcel) {
	err := inspect(parcel)
	if err != nil {
		fmt.Println("refused", err.Error())
		return
	}
	fmt.Println("taken", parcel.Label)
}

func main() {
	take(&Parcel{Label: "P-57", Grams: 1200})
}
