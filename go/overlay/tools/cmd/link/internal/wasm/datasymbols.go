package wasm

import (
	"strings"

	"cmd/link/internal/ld"
	"cmd/link/internal/loader"
	"cmd/link/internal/sym"
)

// dataSymbolSection is a custom section with the name, address and size of
// every package variable: count, then for each its name, address and size,
// numbers as unsigned LEB128. A wasm module has no such table of its own, and
// without it a heap dump could say that a global holds an object but not which.
const dataSymbolSection = "faultline:data"

func writeDataSymbolSec(ctxt *ld.Link, ldr *loader.Loader) {
	var variables []loader.Sym
	for s := loader.Sym(1); s < loader.Sym(ldr.NSym()); s++ {
		if ldr.AttrReachable(s) && isVariable(ldr, s) {
			variables = append(variables, s)
		}
	}

	sizeOffset := writeSecHeader(ctxt, sectionCustom)
	writeName(ctxt.Out, dataSymbolSection)
	writeUleb128(ctxt.Out, uint64(len(variables)))
	for _, s := range variables {
		writeName(ctxt.Out, ldr.SymName(s))
		writeUleb128(ctxt.Out, uint64(ldr.SymValue(s)))
		writeUleb128(ctxt.Out, uint64(ldr.SymSize(s)))
	}
	writeSecSize(ctxt, sizeOffset)
}

// isVariable reports whether s is a variable that somebody declared:
// a colon marks what the compiler made (go:itab., type:, and so on).
func isVariable(ldr *loader.Loader, s loader.Sym) bool {
	switch ldr.SymType(s) {
	case sym.SDATA, sym.SNOPTRDATA, sym.SBSS, sym.SNOPTRBSS:
		name := ldr.SymName(s)
		return ldr.SymSize(s) > 0 && name != "" && !strings.Contains(name, ":")
	}
	return false
}
