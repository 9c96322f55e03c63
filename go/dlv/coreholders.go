package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/go-delve/delve/pkg/proc/core"

	"faultline.dev/dlv/holders"
)

const holdersUsage = "usage: coreholders [-proto FILE] EXECUTABLE CORE"

// coreholders prints who holds what in a core file and returns the exit
// status. With -proto it writes the same as a profile that pprof reads.
func coreholders(args []string) int {
	flags := flag.NewFlagSet("coreholders", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprintln(os.Stderr, holdersUsage) }
	profile := flags.String("proto", "", "write a pprof profile to `FILE`")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() != 2 {
		flags.Usage()
		return 2
	}
	groups, err := findHolders(flags.Arg(0), flags.Arg(1))
	if err != nil {
		return fail(err)
	}
	if *profile != "" {
		return writeProfile(*profile, groups)
	}
	holders.Write(os.Stdout, groups)
	return 0
}

func findHolders(executable, corePath string) ([]holders.Group, error) {
	group, err := core.OpenCore(corePath, executable, nil)
	if err != nil {
		return nil, err
	}
	return holders.Find(group.Selected)
}

func writeProfile(path string, groups []holders.Group) int {
	file, err := os.Create(path)
	if err != nil {
		return fail(err)
	}
	if err := holders.WriteProfile(file, groups); err != nil {
		return fail(err)
	}
	if err := file.Close(); err != nil {
		return fail(err)
	}
	return 0
}
