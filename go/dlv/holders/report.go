package holders

import (
	"fmt"
	"io"
	"sort"
	"strings"
)

const maxRows = 30

// Write prints the largest groups as a table and sums up the rest.
func Write(out io.Writer, groups []Group) {
	objects, bytes := sum(groups)
	fmt.Fprintf(out, "%d objects that something holds, %s\n\n", objects, formatBytes(bytes))
	fmt.Fprintf(out, "%10s%10s  held by\n", "bytes", "objects")
	own, runtime := split(groups)
	shown := min(len(own), maxRows)
	for _, g := range own[:shown] {
		fmt.Fprintf(out, "%10s%10d  %s\n", formatBytes(g.Bytes), g.Objects, g.Labels[0])
		fmt.Fprintf(out, "%20s  └─ %s\n", "", strings.Join(g.Labels[1:], " → "))
	}
	fmt.Fprintln(out)
	if shown < len(own) {
		objects, bytes := sum(own[shown:])
		fmt.Fprintf(out, "Smaller groups: %s in %d objects.\n", formatBytes(bytes), objects)
	}
	objects, bytes = sum(runtime)
	fmt.Fprintf(out, "Held by the runtime for itself: %s in %d objects.\n", formatBytes(bytes), objects)
}

func split(groups []Group) (own, runtime []Group) {
	for _, g := range groups {
		if g.IsRuntime {
			runtime = append(runtime, g)
		} else {
			own = append(own, g)
		}
	}
	return own, runtime
}

func sum(groups []Group) (objects, bytes int64) {
	for _, g := range groups {
		objects += g.Objects
		bytes += g.Bytes
	}
	return objects, bytes
}

func sortGroups(groups []Group) {
	sort.SliceStable(groups, func(i, j int) bool {
		if groups[i].Bytes != groups[j].Bytes {
			return groups[i].Bytes > groups[j].Bytes
		}
		return strings.Join(groups[i].Labels, "\n") < strings.Join(groups[j].Labels, "\n")
	})
}

// formatBytes writes a size as pprof does, by 1024.
func formatBytes(n int64) string {
	const units = "BkMGT"
	value, unit := float64(n), 0
	for value >= 1024 && unit < len(units)-1 {
		value /= 1024
		unit++
	}
	text := fmt.Sprintf("%.2f", value)
	text = strings.TrimSuffix(text, ".00")
	if unit == 0 {
		return text + "B"
	}
	return text + units[unit:unit+1] + "B"
}
