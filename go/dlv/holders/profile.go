package holders

import (
	"compress/gzip"
	"io"
)

// WriteProfile writes the groups as a pprof profile: the stack of a sample is
// the chain, the objects themselves first and the root last.
//
// The messages are those of profile.proto, and only the fields used here.
func WriteProfile(out io.Writer, groups []Group) error {
	p := &profileWriter{strings: map[string]uint64{"": 0}, table: []string{""}, locations: map[string]uint64{}}
	p.body.message(1, p.valueType("inuse_objects", "count"))
	p.body.message(1, p.valueType("inuse_space", "bytes"))
	for _, g := range groups {
		var sample, ids, values buffer
		for i := len(g.Labels) - 1; i >= 0; i-- {
			ids.varint(p.location(g.Labels[i]))
		}
		values.varint(uint64(g.Objects))
		values.varint(uint64(g.Bytes))
		sample.message(1, ids)
		sample.message(2, values)
		p.body.message(2, sample)
	}
	p.body = append(p.body, p.functions...)
	p.body.field(14, p.intern("inuse_space"))
	for _, s := range p.table {
		p.body.message(6, []byte(s))
	}
	zipped := gzip.NewWriter(out)
	if _, err := zipped.Write(p.body); err != nil {
		return err
	}
	return zipped.Close()
}

type profileWriter struct {
	body, functions buffer
	strings         map[string]uint64
	table           []string
	locations       map[string]uint64
}

func (p *profileWriter) intern(s string) uint64 {
	id, ok := p.strings[s]
	if !ok {
		id = uint64(len(p.table))
		p.strings[s] = id
		p.table = append(p.table, s)
	}
	return id
}

func (p *profileWriter) valueType(name, unit string) buffer {
	var b buffer
	b.field(1, p.intern(name))
	b.field(2, p.intern(unit))
	return b
}

// location returns the number of a label's location, with a function of the
// same number and name.
func (p *profileWriter) location(label string) uint64 {
	id, ok := p.locations[label]
	if ok {
		return id
	}
	id = uint64(len(p.locations) + 1)
	p.locations[label] = id
	var location, line, function buffer
	line.field(1, id)
	location.field(1, id)
	location.message(4, line)
	function.field(1, id)
	function.field(2, p.intern(label))
	p.functions.message(4, location)
	p.functions.message(5, function)
	return id
}

// A buffer is a protocol buffer message being written.
type buffer []byte

func (b *buffer) varint(v uint64) {
	for v >= 0x80 {
		*b = append(*b, byte(v)|0x80)
		v >>= 7
	}
	*b = append(*b, byte(v))
}

func (b *buffer) field(number int, v uint64) {
	b.varint(uint64(number) << 3)
	b.varint(v)
}

func (b *buffer) message(number int, content []byte) {
	b.varint(uint64(number)<<3 | 2)
	b.varint(uint64(len(content)))
	*b = append(*b, content...)
}
