package holders

import (
	"fmt"
	"sort"
	"strings"

	"github.com/go-delve/delve/pkg/dwarf/godwarf"
	"github.com/go-delve/delve/pkg/proc"
)

// Objects go to the root of the lowest rank that reaches them: what the
// reader can change first, the runtime's own bookkeeping last.
const (
	rankOwnVariable = iota
	rankLibraryVariable
	rankLocal
	rankStack
	rankRuntime
	rankCount
)

// A root is a place outside the heap, or a local variable that escaped into
// it, whose words may point at objects.
type root struct {
	name    string
	rank    int
	address uint64
	size    uint64
	// Absent where nothing is known of it but its words.
	t godwarf.Type
}

const (
	maxGoroutines = 100000
	maxFrames     = 100
)

var addressOnly = proc.LoadConfig{}

// findRoots lists package variables, then the variables and words of every
// stack, in an order that depends on the core alone.
func findRoots(target *proc.Target) ([]root, error) {
	scope, err := proc.ThreadScope(target, target.CurrentThread())
	if err != nil {
		return nil, err
	}
	variables, err := scope.PackageVariables(addressOnly)
	if err != nil {
		return nil, err
	}
	var roots []root
	for _, v := range variables {
		if v.Addr == 0 || v.DwarfType == nil || v.DwarfType.Size() < wordSize {
			continue
		}
		roots = append(roots, root{name: v.Name, rank: rankOfVariable(v.Name), address: v.Addr, size: uint64(v.DwarfType.Size()), t: v.DwarfType})
	}
	sort.SliceStable(roots, func(i, j int) bool { return roots[i].name < roots[j].name })
	goroutines, _, err := proc.GoroutinesInfo(target, 0, maxGoroutines)
	if err != nil {
		return nil, err
	}
	sort.Slice(goroutines, func(i, j int) bool { return goroutines[i].ID < goroutines[j].ID })
	for _, g := range goroutines {
		roots = append(roots, stackRoots(target, g)...)
	}
	return roots, nil
}

// stackRoots gives a goroutine's variables by name, and the rest of each
// frame's words by its function.
func stackRoots(target *proc.Target, g *proc.G) []root {
	frames, err := proc.GoroutineStacktrace(target, g, maxFrames, 0)
	if err != nil {
		return nil
	}
	var roots []root
	for i, frame := range frames {
		if frame.Current.Fn == nil {
			continue
		}
		function := frame.Current.Fn.Name
		if isRuntime(function) {
			continue
		}
		scope := proc.FrameToScope(target, target.Memory(), g, 0, frames[i:]...)
		where := fmt.Sprintf("%s in goroutine %d", function, g.ID)
		roots = append(roots, localRoots(scope, where)...)
		low, high := frame.Regs.SP(), uint64(frame.Regs.CFA)
		if low < high && high-low < 1<<20 {
			roots = append(roots, root{name: "stack of " + where, rank: rankStack, address: low, size: high - low})
		}
	}
	return roots
}

func localRoots(scope *proc.EvalScope, where string) []root {
	var roots []root
	locals, _ := scope.LocalVariables(addressOnly)
	args, _ := scope.FunctionArguments(addressOnly)
	for _, v := range append(args, locals...) {
		if v.Addr == 0 || v.DwarfType == nil || v.DwarfType.Size() < wordSize || v.Unreadable != nil {
			continue
		}
		roots = append(roots, root{name: v.Name + " of " + where, rank: rankLocal, address: v.Addr, size: uint64(v.DwarfType.Size()), t: v.DwarfType})
	}
	return roots
}

func rankOfVariable(name string) int {
	switch pkg := packageOf(name); {
	case isRuntime(name):
		return rankRuntime
	case pkg == "main" || strings.Contains(strings.SplitN(pkg, "/", 2)[0], "."):
		return rankOwnVariable
	default:
		return rankLibraryVariable
	}
}

func isRuntime(name string) bool {
	pkg := packageOf(name)
	return pkg == "runtime" || strings.HasPrefix(pkg, "runtime/internal/") || strings.HasPrefix(pkg, "internal/runtime/")
}

// packageOf returns the import path in a symbol: it ends at the first dot
// after the last slash.
func packageOf(name string) string {
	slash := strings.LastIndexByte(name, '/') + 1
	if dot := strings.IndexByte(name[slash:], '.'); dot >= 0 {
		return name[:slash+dot]
	}
	return name
}
