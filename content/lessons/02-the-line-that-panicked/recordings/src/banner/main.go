// Command banner frames a title.
package main

import (
	"fmt"
	"os"
	"strings"
)

const width = 24

// frame returns the title with a rule on either side.
func frame(title string) string {
	rest := width - len(title) - 2
	left := strings.Repeat("=", rest/2) // mark:banner
	return left + " " + title + " " + left
}

func main() {
	titles := []string{"departures", "arrivals", "lost and found, second floor"}
	for _, title := range titles {
		fmt.Fprintln(os.Stdout, frame(title))
	}
}
