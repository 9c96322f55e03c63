// Package native controls processes of the machine it runs on. Under wasm
// there are none.
package native

import (
	"errors"

	"github.com/go-delve/delve/pkg/proc"
)

var errNoProcesses = errors.New("there are no processes here; open a core file")

// Launch always fails.
func Launch(_ []string, _ string, _ proc.LaunchFlags, _ []string, _, _ string, _, _ proc.OutputRedirect) (*proc.TargetGroup, error) {
	return nil, errNoProcesses
}

// Attach always fails.
func Attach(_ int, _ *proc.WaitFor, _ []string) (*proc.TargetGroup, error) {
	return nil, errNoProcesses
}
