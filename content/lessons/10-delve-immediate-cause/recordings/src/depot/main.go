// Command depot hands parcels to drivers. The list of parcels comes from a partner.
package main

import (
	"fmt"
	"strings"
)

// Driver serves one town.
type Driver struct {
	Name    string
	Parcels int
}

// Parcel goes to a town.
type Parcel struct {
	ID   string
	Town string
}

var drivers = map[string]*Driver{
	"Kiel": {Name: "Ida"},
	"Oslo": {Name: "Per"},
	"Riga": {Name: "Zane"},
}

// load gives a parcel to the driver of its town.
func load(parcel *Parcel) {
	driver := drivers[parcel.Town]
	driver.Parcels++
}

// read parses a list: one parcel a line, its id and its town.
func read(list string) []*Parcel {
	var parcels []*Parcel
	for _, line := range strings.Split(list, "\n") {
		id, town, _ := strings.Cut(line, ";")
		parcels = append(parcels, &Parcel{ID: id, Town: town})
	}
	return parcels
}

func main() {
	list := "P-55;Kiel\nP-56;Riga\nP-57;Oslo \nP-58;Kiel"
	for _, parcel := range read(list) {
		load(parcel)
	}
	fmt.Println(drivers["Kiel"].Parcels, "parcels for", drivers["Kiel"].Name)
}
