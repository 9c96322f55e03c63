// Package holders finds who holds the memory of a Go program in its core file.
// It reads what the runtime wrote: the table of spans says where objects lie,
// package variables and stacks say who points at them.
package holders

import (
	"encoding/binary"
	"fmt"
	"sort"

	"github.com/go-delve/delve/pkg/dwarf/godwarf"
	"github.com/go-delve/delve/pkg/proc"
)

const (
	wordSize = 8
	// The runtime's number for a span that holds objects.
	spanInUse = 1
)

// A span is a stretch of the heap cut into slots of one size, as the
// runtime's mspan describes it.
type span struct {
	base, elemSize uint64
	count          uint64
	// Slots below it are in use; above, the bits tell.
	freeIndex uint64
	allocBits []byte
	hasNoPtrs bool
}

// An object is one slot in use.
type object struct {
	address, size uint64
	hasNoPtrs     bool
}

// A heap answers which object an address lies in.
type heap struct {
	memory proc.MemoryReader
	spans  []span
}

// readHeap reads the spans from the runtime's own table.
func readHeap(target *proc.Target) (*heap, error) {
	h := &heap{memory: target.Memory()}
	bi := target.BinInfo()
	heapType, err := structOf(bi, "runtime.mheap")
	if err != nil {
		return nil, err
	}
	spanType, err := structOf(bi, "runtime.mspan")
	if err != nil {
		return nil, err
	}
	scope, err := proc.ThreadScope(target, target.CurrentThread())
	if err != nil {
		return nil, err
	}
	mheap, err := scope.EvalExpression("runtime.mheap_", proc.LoadConfig{})
	if err != nil {
		return nil, err
	}
	offset, err := fieldOffset(heapType, "allspans")
	if err != nil {
		return nil, err
	}
	pointers, err := h.slice(mheap.Addr + offset)
	if err != nil {
		return nil, err
	}
	reader, err := newSpanReader(h, spanType)
	if err != nil {
		return nil, err
	}
	for _, pointer := range pointers {
		if err := reader.add(pointer); err != nil {
			return nil, err
		}
	}
	sort.Slice(h.spans, func(i, j int) bool { return h.spans[i].base < h.spans[j].base })
	return h, nil
}

// A spanReader knows where the fields of mspan lie in this program's runtime.
type spanReader struct {
	heap *heap
	size int64
	startAddr, nelems, freeIndex, allocBits,
	spanclass, state, elemsize uint64
}

func newSpanReader(h *heap, t *godwarf.StructType) (*spanReader, error) {
	r := &spanReader{heap: h, size: t.ByteSize}
	// Go 1.21 has no freeIndexForScan.
	freeIndex := "freeIndexForScan"
	if _, err := fieldOffset(t, freeIndex); err != nil {
		freeIndex = "freeindex"
	}
	for name, into := range map[string]*uint64{
		"startAddr": &r.startAddr, "nelems": &r.nelems, freeIndex: &r.freeIndex, "allocBits": &r.allocBits,
		"spanclass": &r.spanclass, "state": &r.state, "elemsize": &r.elemsize,
	} {
		offset, err := fieldOffset(t, name)
		if err != nil {
			return nil, err
		}
		*into = offset
	}
	return r, nil
}

func (r *spanReader) add(pointer uint64) error {
	record := make([]byte, r.size)
	if _, err := r.heap.memory.ReadMemory(record, pointer); err != nil {
		return fmt.Errorf("span at %#x: %w", pointer, err)
	}
	if record[r.state] != spanInUse {
		return nil
	}
	s := span{
		base:      binary.LittleEndian.Uint64(record[r.startAddr:]),
		elemSize:  binary.LittleEndian.Uint64(record[r.elemsize:]),
		count:     uint64(binary.LittleEndian.Uint16(record[r.nelems:])),
		freeIndex: uint64(binary.LittleEndian.Uint16(record[r.freeIndex:])),
		hasNoPtrs: record[r.spanclass]&1 != 0,
	}
	s.allocBits = make([]byte, (s.count+7)/8)
	bits := binary.LittleEndian.Uint64(record[r.allocBits:])
	if _, err := r.heap.memory.ReadMemory(s.allocBits, bits); err != nil {
		return fmt.Errorf("bits of the span at %#x: %w", s.base, err)
	}
	if s.elemSize > 0 {
		r.heap.spans = append(r.heap.spans, s)
	}
	return nil
}

// find returns the object in use that contains an address.
func (h *heap) find(address uint64) (object, bool) {
	i := sort.Search(len(h.spans), func(i int) bool { return h.spans[i].base > address }) - 1
	if i < 0 {
		return object{}, false
	}
	s := &h.spans[i]
	index := (address - s.base) / s.elemSize
	if index >= s.count || index >= s.freeIndex && s.allocBits[index/8]&(1<<(index%8)) == 0 {
		return object{}, false
	}
	return object{address: s.base + index*s.elemSize, size: s.elemSize, hasNoPtrs: s.hasNoPtrs}, true
}

// words reads the words of a range; what cannot be read is left out.
func (h *heap) words(address, size uint64) []uint64 {
	data := make([]byte, size/wordSize*wordSize)
	if _, err := h.memory.ReadMemory(data, address); err != nil {
		return nil
	}
	words := make([]uint64, len(data)/wordSize)
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(data[i*wordSize:])
	}
	return words
}

// slice returns the words of the slice whose header lies at an address.
func (h *heap) slice(address uint64) ([]uint64, error) {
	header := h.words(address, 2*wordSize)
	if header == nil {
		return nil, fmt.Errorf("no slice can be read at %#x", address)
	}
	words := h.words(header[0], header[1]*wordSize)
	if words == nil && header[1] > 0 {
		return nil, fmt.Errorf("the array at %#x cannot be read", header[0])
	}
	return words, nil
}

func structOf(bi *proc.BinaryInfo, name string) (*godwarf.StructType, error) {
	t, err := bi.FindType(name)
	if err != nil {
		return nil, err
	}
	s, ok := resolve(t).(*godwarf.StructType)
	if !ok {
		return nil, fmt.Errorf("%s is no struct", name)
	}
	return s, nil
}

func fieldOffset(t *godwarf.StructType, name string) (uint64, error) {
	for _, field := range t.Field {
		if field.Name == name {
			return uint64(field.ByteOffset), nil
		}
	}
	return 0, fmt.Errorf("%s has no field %s in this version of Go", t.StructName, name)
}

// resolve strips names and qualifiers from a type.
func resolve(t godwarf.Type) godwarf.Type {
	for {
		switch named := t.(type) {
		case *godwarf.TypedefType:
			t = named.Type
		case *godwarf.QualType:
			t = named.Type
		default:
			return t
		}
	}
}
