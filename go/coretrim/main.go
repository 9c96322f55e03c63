// Command coretrim makes a Linux core file of a Go program small without
// changing what a debugger reads from it.
//
// A core holds every mapped page, and most of a Go heap is zeros. The new file
// keeps three kinds of pages apart: those that the executable holds as well
// are left out, because a debugger reads them there; those that are all zero
// point at one area of zeros that they share; all others are copied. Segments
// of no file bytes would be shorter still, but Delve skips them.
//
//	coretrim CORE EXECUTABLE OUT
package main

import (
	"bufio"
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	pageSize = 4096
	// A run of zeros longer than the shared area becomes several segments.
	zeroAreaSize = 256 * pageSize
	headerSize   = 64
	segmentSize  = 56
	maxSegments  = 0xfffe
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: coretrim CORE EXECUTABLE OUT")
		os.Exit(2)
	}
	if err := trim(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "coretrim:", err)
		os.Exit(1)
	}
}

func trim(corePath, executablePath, outPath string) error {
	core, err := elf.Open(corePath)
	if err != nil {
		return err
	}
	defer core.Close()
	if core.Type != elf.ET_CORE || core.Machine != elf.EM_X86_64 {
		return fmt.Errorf("%s is no core file of linux/amd64", corePath)
	}
	executable, err := elf.Open(executablePath)
	if err != nil {
		return err
	}
	defer executable.Close()
	image, err := planImage(core, executable)
	if err != nil {
		return err
	}
	return image.writeFile(outPath)
}

// A segment is a run of pages of one kind.
type segment struct {
	flags   elf.ProgFlag
	address uint64
	size    uint64
	// The pages, or nil where they are all zero.
	data []byte
}

// An image is what the new core holds.
type image struct {
	notes    [][]byte
	segments []segment
}

func planImage(core, executable *elf.File) (*image, error) {
	image := &image{}
	for _, prog := range core.Progs {
		switch {
		case prog.Type == elf.PT_NOTE:
			note, err := io.ReadAll(prog.Open())
			if err != nil {
				return nil, err
			}
			image.notes = append(image.notes, note)
		case prog.Type == elf.PT_LOAD && prog.Flags&elf.PF_R != 0:
			if err := image.addPages(prog, executable); err != nil {
				return nil, err
			}
		}
	}
	if len(image.notes)+len(image.segments) > maxSegments {
		return nil, errors.New("too many segments; the program uses its memory too unevenly to be trimmed")
	}
	return image, nil
}

// addPages adds the pages of one mapping, joined to runs of one kind.
func (image *image) addPages(prog *elf.Prog, executable *elf.File) error {
	page := make([]byte, pageSize)
	var run *segment
	for offset := uint64(0); offset < prog.Filesz; offset += pageSize {
		part := page[:min(pageSize, prog.Filesz-offset)]
		if _, err := prog.ReadAt(part, int64(offset)); err != nil && err != io.EOF {
			return err
		}
		address := prog.Vaddr + offset
		if isInExecutable(executable, address, part) {
			run = nil
			continue
		}
		isZero := isAllZero(part)
		if run == nil || isZero != (run.data == nil) || isZero && run.size+pageSize > zeroAreaSize {
			image.segments = append(image.segments, segment{flags: prog.Flags, address: address})
			run = &image.segments[len(image.segments)-1]
		}
		if !isZero {
			run.data = append(run.data, part...)
		}
		run.size += uint64(len(part))
	}
	return nil
}

// isInExecutable reports whether a debugger reads the same bytes from a
// segment of the executable that the program cannot write to.
func isInExecutable(executable *elf.File, address uint64, page []byte) bool {
	for _, prog := range executable.Progs {
		if prog.Type != elf.PT_LOAD || prog.Flags&elf.PF_W != 0 || address < prog.Vaddr || address+uint64(len(page)) > prog.Vaddr+prog.Filesz {
			continue
		}
		same := make([]byte, len(page))
		_, err := prog.ReadAt(same, int64(address-prog.Vaddr))
		return err == nil && bytes.Equal(page, same)
	}
	return false
}

func isAllZero(page []byte) bool {
	for _, b := range page {
		if b != 0 {
			return false
		}
	}
	return true
}

func (image *image) writeFile(path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriter(file)
	image.write(out)
	return out.Flush()
}

// write leaves errors to the writer's Flush.
func (image *image) write(out *bufio.Writer) {
	count := len(image.notes) + len(image.segments)
	header := elf.Header64{
		Type:      uint16(elf.ET_CORE),
		Machine:   uint16(elf.EM_X86_64),
		Version:   uint32(elf.EV_CURRENT),
		Phoff:     headerSize,
		Ehsize:    headerSize,
		Phentsize: segmentSize,
		Phnum:     uint16(count),
	}
	copy(header.Ident[:], elf.ELFMAG)
	header.Ident[elf.EI_CLASS] = byte(elf.ELFCLASS64)
	header.Ident[elf.EI_DATA] = byte(elf.ELFDATA2LSB)
	header.Ident[elf.EI_VERSION] = byte(elf.EV_CURRENT)
	put(out, header)

	offset := uint64(headerSize + segmentSize*count)
	for _, note := range image.notes {
		put(out, elf.Prog64{Type: uint32(elf.PT_NOTE), Off: offset, Filesz: uint64(len(note)), Align: 4})
		offset += uint64(len(note))
	}
	dataFrom := (offset + pageSize - 1) / pageSize * pageSize
	padding := dataFrom - offset
	zerosFrom := dataFrom + image.dataSize()
	for _, s := range image.segments {
		at := zerosFrom
		if s.data != nil {
			at = dataFrom
			dataFrom += uint64(len(s.data))
		}
		put(out, elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(s.flags), Off: at, Vaddr: s.address, Filesz: s.size, Memsz: s.size, Align: pageSize})
	}
	for _, note := range image.notes {
		out.Write(note)
	}
	out.Write(make([]byte, padding))
	for _, s := range image.segments {
		out.Write(s.data)
	}
	out.Write(make([]byte, zeroAreaSize))
}

func (image *image) dataSize() (size uint64) {
	for _, s := range image.segments {
		size += uint64(len(s.data))
	}
	return size
}

func put(out *bufio.Writer, value any) {
	binary.Write(out, binary.LittleEndian, value)
}
