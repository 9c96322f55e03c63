package holders

import (
	"fmt"
	"strings"

	"github.com/go-delve/delve/pkg/dwarf/godwarf"
	"github.com/go-delve/delve/pkg/proc"
)

// A Group is the objects that one root holds by chains that look alike.
type Group struct {
	// From the root to the objects themselves.
	Labels  []string
	Objects int64
	Bytes   int64
	// The runtime holds them for itself.
	IsRuntime bool
}

// A chain is a way from a root, by labels; chains of the same labels are one.
type chain struct {
	above *chain
	label string
	next  map[string]*chain
	group Group
}

// below returns the chain one step further. A label that stands on the chain
// already closes a loop: every element of a list has the chain of the first.
func (c *chain) below(label string) *chain {
	for up := c; up.above != nil && up.above.above != nil; up = up.above {
		if up.label == label {
			return up
		}
	}
	if c.next == nil {
		c.next = map[string]*chain{}
	}
	down := c.next[label]
	if down == nil {
		down = &chain{above: c, label: label}
		c.next[label] = down
	}
	return down
}

// A visit is an object that a root reached, and what it is taken for.
type visit struct {
	object object
	// The type of what starts at an offset of the object: pointers may point
	// inside, and large objects start with a word of the allocator.
	t      godwarf.Type
	offset uint64
	chain  *chain
}

// A walker goes breadth first from the roots of each rank in turn, so that
// every object is counted once, on a shortest chain from the best root.
//
// Which words of an object are pointers only its type says, and most types
// are not known here; so every word of an object that may hold pointers is
// followed. Types, where known, give the labels.
type walker struct {
	heap    *heap
	seen    map[uint64]bool
	records map[uint64]bool
	queue   []visit
	top     chain
	order   []*chain
}

// Find names who holds the objects of a core, the largest groups first.
func Find(target *proc.Target) ([]Group, error) {
	heap, err := readHeap(target)
	if err != nil {
		return nil, err
	}
	roots, err := findRoots(target)
	if err != nil {
		return nil, err
	}
	w := &walker{heap: heap, seen: map[uint64]bool{}, records: runtimeRecords(target, heap)}
	for rank := range rankCount {
		for _, r := range roots {
			if r.rank == rank {
				w.start(r)
			}
		}
		w.drain(rank == rankRuntime)
	}
	return w.groups(), nil
}

// runtimeRecords are those of goroutines and processors: a channel leads to
// every goroutine that waits on it, and from there to all the rest.
func runtimeRecords(target *proc.Target, heap *heap) map[uint64]bool {
	records := map[uint64]bool{}
	scope, err := proc.ThreadScope(target, target.CurrentThread())
	if err != nil {
		return records
	}
	for _, table := range []string{"runtime.allgs", "runtime.allp"} {
		all, err := scope.EvalExpression(table, addressOnly)
		if err != nil {
			continue
		}
		pointers, _ := heap.slice(all.Addr)
		for _, pointer := range pointers {
			if o, ok := heap.find(pointer); ok {
				records[o.address] = true
			}
		}
	}
	return records
}

func (w *walker) start(r root) {
	c := w.top.below(r.name)
	if o, ok := w.heap.find(r.address); ok {
		w.visit(o, r.address, r.t, c, labelOf(r.t, o))
		return
	}
	words := w.heap.words(r.address, r.size)
	w.scan(words, 0, slotsOf(r.t, words), c, r.rank == rankRuntime)
}

func (w *walker) drain(mayPassRecords bool) {
	for len(w.queue) > 0 {
		v := w.queue[0]
		w.queue = w.queue[1:]
		if v.object.hasNoPtrs {
			continue
		}
		words := w.heap.words(v.object.address, v.object.size)
		if v.offset >= uint64(len(words))*wordSize {
			continue
		}
		w.scan(words, v.offset, slotsOf(v.t, words[v.offset/wordSize:]), v.chain, mayPassRecords)
	}
}

// scan follows every word; slots are those that a type says are pointers, from
// an offset on.
func (w *walker) scan(words []uint64, from uint64, slots map[uint64]slot, c *chain, mayPassRecords bool) {
	for i, word := range words {
		o, ok := w.heap.find(word)
		if !ok || !mayPassRecords && w.records[o.address] {
			continue
		}
		s := slots[uint64(i)*wordSize-from]
		w.visit(o, word, s.t, c, s.label+labelOf(s.t, o))
	}
}

func (w *walker) visit(o object, pointer uint64, t godwarf.Type, c *chain, label string) {
	if w.seen[o.address] {
		return
	}
	w.seen[o.address] = true
	offset := pointer - o.address
	if offset%wordSize != 0 {
		t, offset = nil, 0
	}
	down := c.below(label)
	if down.group.Objects == 0 {
		w.order = append(w.order, down)
	}
	down.group.Objects++
	down.group.Bytes += int64(o.size)
	w.queue = append(w.queue, visit{object: o, t: t, offset: offset, chain: down})
}

func (w *walker) groups() []Group {
	groups := make([]Group, len(w.order))
	for i, c := range w.order {
		groups[i] = c.group
		for up := c; up.above != nil; up = up.above {
			groups[i].Labels = append([]string{up.label}, groups[i].Labels...)
		}
		groups[i].IsRuntime = isRuntime(groups[i].Labels[0])
	}
	sortGroups(groups)
	return groups
}

// A slot is a word that a type says is a pointer: what it is called, and what
// lies behind it.
type slot struct {
	label string
	t     godwarf.Type
}

const maxElements = 1 << 16

// slotsOf returns the pointers of a value by their offsets.
func slotsOf(t godwarf.Type, words []uint64) map[uint64]slot {
	switch t := t.(type) {
	case *trieNode:
		return trieSlots(t, words)
	case *mapPart:
		return t.slots(words)
	}
	slots := map[uint64]slot{}
	addSlots(slots, t, 0, uint64(len(words))*wordSize)
	return slots
}

// addSlots adds the pointers of a value of type t at offset, as far as size.
func addSlots(slots map[uint64]slot, t godwarf.Type, offset, size uint64) {
	if offset >= size {
		return
	}
	switch t := resolve(t).(type) {
	case *godwarf.PtrType:
		if _, isUnsafe := resolve(t.Type).(*godwarf.VoidType); isUnsafe {
			return
		}
		slots[offset] = slot{t: t.Type}
	case *godwarf.SliceType:
		slots[offset] = slot{t: &elements{t.ElemType}}
	case *godwarf.StringType:
		slots[offset] = slot{label: "string "}
	case *godwarf.MapType:
		slots[offset] = slot{t: partOf(t)}
	case *godwarf.ChanType:
		slots[offset] = slot{label: "chan "}
	case *godwarf.FuncType:
		slots[offset] = slot{label: "func "}
	case *godwarf.InterfaceType:
		slots[offset+wordSize] = slot{label: "interface "}
	case *godwarf.StructType:
		if strings.HasPrefix(t.StructName, trieType) {
			root := fieldOf(t, "root")
			addTrie(slots, root, offset)
			return
		}
		for _, field := range t.Field {
			addField(slots, field, offset, size)
		}
	case *godwarf.ArrayType:
		addElements(slots, t.Type, offset, min(size, offset+uint64(max(t.ByteSize, 0))))
	case *elements:
		addElements(slots, t.Type, offset, size)
	}
}

// addTrie adds the pointer to the tree of a sync.Map.
func addTrie(slots map[uint64]slot, root *godwarf.StructField, offset uint64) {
	if root == nil {
		return
	}
	at := offset + uint64(root.ByteOffset)
	if pointer, ok := resolve(root.Type).(*godwarf.StructType); ok {
		if v := fieldOf(pointer, "v"); v != nil {
			at += uint64(v.ByteOffset)
		}
	}
	slots[at] = slot{t: &trieNode{root.Type}}
}

func addField(slots map[uint64]slot, field *godwarf.StructField, offset, size uint64) {
	inner := map[uint64]slot{}
	addSlots(inner, field.Type, offset+uint64(field.ByteOffset), size)
	for at, s := range inner {
		label := "." + field.Name + " " + s.label
		if isPart(s.t) {
			label = ""
		}
		slots[at] = slot{label: label, t: s.t}
	}
}

func addElements(slots map[uint64]slot, t godwarf.Type, offset, size uint64) {
	step := uint64(max(t.Size(), 0))
	if step == 0 {
		return
	}
	for i := uint64(0); i < maxElements && offset+(i+1)*step <= size; i++ {
		addSlots(slots, t, offset+i*step, size)
	}
}

// elements is the array behind a slice: as many as the object has room for.
type elements struct{ godwarf.Type }

func (e *elements) String() string { return "[]" + e.Type.String() }

// isPart reports whether an object is folded into the map that it is part of.
func isPart(t godwarf.Type) bool {
	switch t.(type) {
	case *trieNode, *mapPart:
		return true
	}
	return false
}

// labelOf says what an object is: its type where that is known, and its size.
func labelOf(t godwarf.Type, o object) string {
	switch t := t.(type) {
	case nil:
		return formatBytes(int64(o.size))
	case *trieNode:
		return "sync.Map"
	case *mapPart:
		return t.Type.String()
	}
	return fmt.Sprintf("%s %s", t.String(), formatBytes(int64(o.size)))
}
