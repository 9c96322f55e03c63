// Command parts tells, for each way to take two bytes of a key, whether the whole key stays alive and whether it changed.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"time"
)

type key [2048]byte

// try makes a key, takes a part of it, and looks what became of the key. A finalizer runs once nothing refers to it.
func try(name string, part func(s []byte) any) {
	collected := make(chan bool, 1)
	k := new(key)
	runtime.SetFinalizer(k, func(*key) { collected <- true })
	kept := part(k[:])
	changed := *k != key{}
	k = nil
	runtime.GC()
	alive := "kept alive"
	select {
	case <-collected:
		alive = "collected"
	case <-time.After(100 * time.Millisecond):
	}
	touched := ""
	if changed {
		touched = ", and overwritten"
	}
	fmt.Printf("%-34s the key is %s%s\n", name, alive, touched)
	runtime.KeepAlive(kept)
}

func main() {
	try("s[:2]", func(s []byte) any { return s[:2] })
	try("s[2046:], whose cap is 2", func(s []byte) any { return s[2046:] })
	try("append(s[:2], '.')", func(s []byte) any { return append(s[:2], '.') })
	try("append(s[:2:2], '.')", func(s []byte) any { return append(s[:2:2], '.') })
	try("bytes.Clone(s[:2])", func(s []byte) any { return bytes.Clone(s[:2]) })
	try("string(s[:2])", func(s []byte) any { return string(s[:2]) })
}
