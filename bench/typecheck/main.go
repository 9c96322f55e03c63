// Typecheck checks and formats packages of the standard library with every allocation recorded, and writes the profile: a
// real one of megabytes.
package main

import (
	"go/build"
	"go/doc"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
)

func main() {
	runtime.MemProfileRate = 1
	if len(os.Args) < 3 {
		log.Fatal("usage: typecheck PROFILE PACKAGE...")
	}
	files := token.NewFileSet()
	sources := importer.ForCompiler(files, "source", nil)
	for _, path := range os.Args[2:] {
		if _, err := sources.Import(path); err != nil {
			log.Fatal(err)
		}
		if err := formatPackage(files, path); err != nil {
			log.Fatal(err)
		}
	}
	if err := writeProfile(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func formatPackage(files *token.FileSet, path string) error {
	pkg, err := build.Import(path, ".", 0)
	if err != nil {
		return err
	}
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(files, filepath.Join(pkg.Dir, name), nil, parser.ParseComments)
		if err != nil {
			return err
		}
		if err := format.Node(io.Discard, files, file); err != nil {
			return err
		}
		doc.ToText(io.Discard, file.Doc.Text(), "", "", 80)
	}
	return nil
}

func writeProfile(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	runtime.GC()
	return pprof.Lookup("allocs").WriteTo(file, 0)
}
