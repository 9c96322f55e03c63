package holders

import (
	"strings"

	"github.com/go-delve/delve/pkg/dwarf/godwarf"
)

// The inside of maps is folded: whatever a map is made of is called "map",
// and what hangs on it is a value or a key of it.

// A trieNode is a node of the tree that a sync.Map is since Go 1.24: its
// first byte says whether it is an entry.
type trieNode struct{ godwarf.Type }

const trieType = "internal/sync.HashTrieMap["

// trieSlots gives the pointers of a node. An entry points at the next entry
// of the same hash, and then at its key and value.
func trieSlots(node *trieNode, words []uint64) map[uint64]slot {
	slots := map[uint64]slot{}
	isEntry := len(words) > 0 && words[0]&0xff != 0
	for i := range words {
		if !isEntry || i == 1 {
			slots[uint64(i)*wordSize] = slot{t: node}
		}
	}
	return slots
}

// A mapPart is one of the objects that a built-in map is made of since Go 1.24.
type mapPart struct {
	godwarf.Type
	kind   mapPartKind
	layout *mapLayout
}

type mapPartKind int

const (
	mapHeader mapPartKind = iota
	mapDirectory
	mapTable
	mapGroups
)

// A mapLayout is where the pointers lie in the parts of one type of map.
type mapLayout struct {
	dirPtr, dirLen, groupsData uint64
	group                      godwarf.Type
}

// partOf returns the header of a map of type t, or nil where the map is not
// laid out as Go 1.24 and newer do.
func partOf(t *godwarf.MapType) godwarf.Type {
	pointer, ok := resolve(t.TypedefType.Type).(*godwarf.PtrType)
	if !ok {
		return nil
	}
	header, ok := resolve(pointer.Type).(*godwarf.StructType)
	if !ok {
		return nil
	}
	layout := &mapLayout{}
	dirPtr := fieldOf(header, "dirPtr")
	dirLen := fieldOf(header, "dirLen")
	table := structBehind(dirPtr, 2)
	groups := fieldOf(table, "groups")
	if dirLen == nil || groups == nil {
		return nil
	}
	reference, ok := resolve(groups.Type).(*godwarf.StructType)
	data := fieldOf(reference, "data")
	if !ok || data == nil {
		return nil
	}
	layout.dirPtr = uint64(dirPtr.ByteOffset)
	layout.dirLen = uint64(dirLen.ByteOffset)
	layout.groupsData = uint64(groups.ByteOffset + data.ByteOffset)
	layout.group = structBehind(data, 1)
	return &mapPart{Type: t, kind: mapHeader, layout: layout}
}

func (p *mapPart) to(kind mapPartKind) slot {
	return slot{t: &mapPart{Type: p.Type, kind: kind, layout: p.layout}}
}

func (p *mapPart) slots(words []uint64) map[uint64]slot {
	slots := map[uint64]slot{}
	switch p.kind {
	case mapHeader:
		// A small map has one group and no directory.
		if at := p.layout.dirLen / wordSize; at < uint64(len(words)) && words[at] == 0 {
			slots[p.layout.dirPtr] = p.to(mapGroups)
		} else {
			slots[p.layout.dirPtr] = p.to(mapDirectory)
		}
	case mapDirectory:
		for i := range words {
			slots[uint64(i)*wordSize] = p.to(mapTable)
		}
	case mapTable:
		slots[p.layout.groupsData] = p.to(mapGroups)
	case mapGroups:
		addElements(slots, p.layout.group, 0, uint64(len(words))*wordSize)
		for at, s := range slots {
			s.label = strings.TrimPrefix(strings.TrimPrefix(s.label, ".slots "), ".elem ")
			slots[at] = s
		}
	}
	return slots
}

func fieldOf(t *godwarf.StructType, name string) *godwarf.StructField {
	if t == nil {
		return nil
	}
	for _, field := range t.Field {
		if field.Name == name {
			return field
		}
	}
	return nil
}

// structBehind follows a field's pointers to a struct.
func structBehind(field *godwarf.StructField, pointers int) *godwarf.StructType {
	if field == nil {
		return nil
	}
	t := resolve(field.Type)
	for range pointers {
		pointer, ok := t.(*godwarf.PtrType)
		if !ok {
			return nil
		}
		t = resolve(pointer.Type)
	}
	s, _ := t.(*godwarf.StructType)
	return s
}
