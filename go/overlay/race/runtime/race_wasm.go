// The race detector's hooks for GOARCH=wasm. Natively the runtime calls a C library; here every hook is a function of
// the import module "race", which the host provides (src/toolchain/race). All of it runs on one thread, so the host
// sees the events in the order in which they happen.
//
// Addresses and pcs are 32 bits wide there. A context is the number that gostart returned; 0 means no goroutine.

//go:build race && wasm

package runtime

import (
	"internal/abi"
	"internal/runtime/sys"
	"unsafe"
)

const raceenabled = true

//go:wasmimport race init
//go:noescape
func racehostInit(module, stamp unsafe.Pointer) uint32

//go:wasmimport race fini
func racehostFini() uint32

//go:wasmimport race errors
func racehostErrors() uint32

//go:wasmimport race read
func racehostRead(ctx, addr, pc uintptr)

//go:wasmimport race write
func racehostWrite(ctx, addr, pc uintptr)

//go:wasmimport race readrange
func racehostReadRange(ctx, addr, size, pc uintptr)

//go:wasmimport race writerange
func racehostWriteRange(ctx, addr, size, pc uintptr)

//go:wasmimport race funcenter
func racehostFuncEnter(ctx, pc uintptr)

//go:wasmimport race funcexit
func racehostFuncExit(ctx uintptr)

//go:wasmimport race acquire
func racehostAcquire(ctx, addr, pc, sp uintptr)

//go:wasmimport race release
func racehostRelease(ctx, addr, pc, sp uintptr)

//go:wasmimport race releaseacquire
func racehostReleaseAcquire(ctx, addr, pc, sp uintptr)

//go:wasmimport race releasemerge
func racehostReleaseMerge(ctx, addr, pc, sp uintptr)

//go:wasmimport race malloc
func racehostMalloc(addr, size uintptr)

//go:wasmimport race free
func racehostFree(addr, size uintptr)

//go:wasmimport race gostart
func racehostGoStart(ctx, pc uintptr) uint32

//go:wasmimport race goend
func racehostGoEnd(ctx uintptr)

//go:wasmimport race fingo
func racehostFinGo(ctx uintptr)

//go:wasmimport race atomic
func racehostAtomic(ctx, addr uintptr, op, size uint32, callpc, pc uintptr)

// A call into the host costs more than most accesses are worth. An access that one goroutine repeats, without having
// synchronised in between, tells the detector nothing new, so racerecent remembers accesses by the low bits of their
// address. An entry counts while its stamp is racestamp. The host changes racestamp after a report, since it forgets
// the accesses of a race.
const (
	racerecentSize = 1 << 15
	racerecentRead = 0
	racerecentBoth = 1
)

var (
	racerecent [racerecentSize]struct {
		addr  uint32
		stamp uint32 // racestamp<<1, plus racerecentBoth when the access was a write
	}
	racestamp   uint32 = 1
	racelastctx uintptr
)

// raceisrecent reports whether the access needs no look, and remembers it if it does.
//
//go:nosplit
func raceisrecent(ctx, addr uintptr, kind uint32) bool {
	if ctx != racelastctx {
		racelastctx = ctx
		racestamp++
	}
	e := &racerecent[addr%racerecentSize]
	stamp := racestamp<<1 | kind
	if e.addr == uint32(addr) && e.stamp|racerecentBoth == stamp|racerecentBoth && e.stamp >= stamp {
		return true
	}
	e.addr, e.stamp = uint32(addr), stamp
	return false
}

// Instrumented code calls these; sys.GetCallerPC must name it, so none of them may be inlined.

//go:nosplit
//go:noinline
func raceread(addr uintptr) {
	if ctx := getg().racectx; !raceisrecent(ctx, addr, racerecentRead) {
		racehostRead(ctx, addr, sys.GetCallerPC())
	}
}

//go:nosplit
//go:noinline
func racewrite(addr uintptr) {
	if ctx := getg().racectx; !raceisrecent(ctx, addr, racerecentBoth) {
		racehostWrite(ctx, addr, sys.GetCallerPC())
	}
}

//go:nosplit
//go:noinline
func racereadrange(addr, size uintptr) {
	racehostReadRange(getg().racectx, addr, size, sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func racewriterange(addr, size uintptr) {
	racehostWriteRange(getg().racectx, addr, size, sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func racefuncenter(callpc uintptr) { racehostFuncEnter(getg().racectx, callpc) }

//go:nosplit
//go:noinline
func racefuncexit() { racehostFuncExit(getg().racectx) }

// The exported functions of a race build, and the same under their names in internal/race.

//go:nosplit
//go:noinline
func RaceRead(addr unsafe.Pointer) {
	racehostRead(getg().racectx, uintptr(addr), sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func RaceWrite(addr unsafe.Pointer) {
	racehostWrite(getg().racectx, uintptr(addr), sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func RaceReadRange(addr unsafe.Pointer, len int) {
	racehostReadRange(getg().racectx, uintptr(addr), uintptr(len), sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func RaceWriteRange(addr unsafe.Pointer, len int) {
	racehostWriteRange(getg().racectx, uintptr(addr), uintptr(len), sys.GetCallerPC())
}

func RaceErrors() int { return int(racehostErrors()) }

//go:nosplit
func RaceAcquire(addr unsafe.Pointer) { raceacquire(addr) }

//go:nosplit
func RaceRelease(addr unsafe.Pointer) { racerelease(addr) }

//go:nosplit
func RaceReleaseMerge(addr unsafe.Pointer) { racereleasemerge(addr) }

//go:nosplit
func RaceDisable() { getg().raceignore++ }

//go:nosplit
func RaceEnable() { getg().raceignore-- }

//go:linkname internalRaceRead internal/race.Read
//go:nosplit
func internalRaceRead(addr unsafe.Pointer) { RaceRead(addr) }

//go:linkname internalRaceWrite internal/race.Write
//go:nosplit
func internalRaceWrite(addr unsafe.Pointer) { RaceWrite(addr) }

//go:linkname internalRaceReadRange internal/race.ReadRange
//go:nosplit
func internalRaceReadRange(addr unsafe.Pointer, len int) { RaceReadRange(addr, len) }

//go:linkname internalRaceWriteRange internal/race.WriteRange
//go:nosplit
func internalRaceWriteRange(addr unsafe.Pointer, len int) { RaceWriteRange(addr, len) }

//go:linkname internalRaceErrors internal/race.Errors
func internalRaceErrors() int { return RaceErrors() }

//go:linkname internalRaceAcquire internal/race.Acquire
//go:nosplit
func internalRaceAcquire(addr unsafe.Pointer) { raceacquire(addr) }

//go:linkname internalRaceRelease internal/race.Release
//go:nosplit
func internalRaceRelease(addr unsafe.Pointer) { racerelease(addr) }

//go:linkname internalRaceReleaseMerge internal/race.ReleaseMerge
//go:nosplit
func internalRaceReleaseMerge(addr unsafe.Pointer) { racereleasemerge(addr) }

//go:linkname internalRaceDisable internal/race.Disable
//go:nosplit
func internalRaceDisable() { RaceDisable() }

//go:linkname internalRaceEnable internal/race.Enable
//go:nosplit
func internalRaceEnable() { RaceEnable() }

//go:linkname internalRaceReadPC internal/race.ReadPC
func internalRaceReadPC(addr unsafe.Pointer, callpc, pc uintptr) { racereadpc(addr, callpc, pc) }

//go:linkname internalRaceWritePC internal/race.WritePC
func internalRaceWritePC(addr unsafe.Pointer, callpc, pc uintptr) { racewritepc(addr, callpc, pc) }

//go:linkname internalRaceReadObjectPC internal/race.ReadObjectPC
func internalRaceReadObjectPC(t *abi.Type, addr unsafe.Pointer, callpc, pc uintptr) {
	raceReadObjectPC(t, addr, callpc, pc)
}

//go:linkname internalRaceWriteObjectPC internal/race.WriteObjectPC
func internalRaceWriteObjectPC(t *abi.Type, addr unsafe.Pointer, callpc, pc uintptr) {
	raceWriteObjectPC(t, addr, callpc, pc)
}

// What the runtime itself reports: accesses made on behalf of the program (maps, channels, slices), with the pc of the
// function that stands for them. Such a pc is a function's start, and the host expects return addresses: hence pc+1.

func raceReadObjectPC(t *_type, addr unsafe.Pointer, callpc, pc uintptr) {
	if raceiscompound(t) {
		racereadrangepc(addr, t.Size_, callpc, pc)
	} else {
		racereadpc(addr, callpc, pc)
	}
}

func raceWriteObjectPC(t *_type, addr unsafe.Pointer, callpc, pc uintptr) {
	if raceiscompound(t) {
		racewriterangepc(addr, t.Size_, callpc, pc)
	} else {
		racewritepc(addr, callpc, pc)
	}
}

// A compound object is an access to all of its bytes; of any other the first byte stands for the whole.
func raceiscompound(t *_type) bool {
	kind := t.Kind()
	return kind == abi.Array || kind == abi.Struct
}

//go:nosplit
func racereadpc(addr unsafe.Pointer, callpc, pc uintptr) {
	ctx := getg().racectx
	raceentercaller(ctx, callpc)
	racehostRead(ctx, uintptr(addr), pc+1)
	raceexitcaller(ctx, callpc)
}

//go:nosplit
func racewritepc(addr unsafe.Pointer, callpc, pc uintptr) {
	ctx := getg().racectx
	raceentercaller(ctx, callpc)
	racehostWrite(ctx, uintptr(addr), pc+1)
	raceexitcaller(ctx, callpc)
}

//go:nosplit
func racereadrangepc(addr unsafe.Pointer, size, callpc, pc uintptr) {
	gp := getg()
	if gp != gp.m.curg {
		return // on the system stack nothing is done for the program
	}
	raceentercaller(gp.racectx, callpc)
	racehostReadRange(gp.racectx, uintptr(addr), size, pc+1)
	raceexitcaller(gp.racectx, callpc)
}

//go:nosplit
func racewriterangepc(addr unsafe.Pointer, size, callpc, pc uintptr) {
	gp := getg()
	if gp != gp.m.curg {
		return
	}
	raceentercaller(gp.racectx, callpc)
	racehostWriteRange(gp.racectx, uintptr(addr), size, pc+1)
	raceexitcaller(gp.racectx, callpc)
}

//go:nosplit
func raceentercaller(ctx, callpc uintptr) {
	if callpc != 0 {
		racehostFuncEnter(ctx, callpc)
	}
}

//go:nosplit
func raceexitcaller(ctx, callpc uintptr) {
	if callpc != 0 {
		racehostFuncExit(ctx)
	}
}

// The life of the program, its goroutines and its memory.

//go:nosplit
func raceinit() (gctx, pctx uintptr) {
	return uintptr(racehostInit(unsafe.Pointer(&firstmoduledata), unsafe.Pointer(&racestamp))), 1
}

//go:nosplit
func racefini() { exit(int32(racehostFini())) }

//go:nosplit
func raceproccreate() uintptr { return 1 }

//go:nosplit
func raceprocdestroy(ctx uintptr) {}

//go:nosplit
func racemapshadow(addr unsafe.Pointer, size uintptr) {}

//go:nosplit
func racemalloc(p unsafe.Pointer, size uintptr) {
	// Small objects clear their entries, the common case; for others all entries end.
	if first := uintptr(p) % racerecentSize; size <= 256 && first+size <= racerecentSize {
		memclrNoHeapPointers(unsafe.Pointer(&racerecent[first]), size*unsafe.Sizeof(racerecent[0]))
	} else {
		racestamp++
	}
	racehostMalloc(uintptr(p), size)
}

//go:nosplit
func racefree(p unsafe.Pointer, size uintptr) { racehostFree(uintptr(p), size) }

//go:nosplit
func racegostart(pc uintptr) uintptr {
	gp := getg()
	if gp.m.curg != nil {
		gp = gp.m.curg
	}
	racestamp++
	return uintptr(racehostGoStart(gp.racectx, pc))
}

//go:nosplit
func racegoend() { racehostGoEnd(getg().racectx) }

//go:nosplit
func racectxstart(pc, spawnctx uintptr) uintptr {
	racestamp++
	return uintptr(racehostGoStart(spawnctx, pc))
}

//go:nosplit
func racectxend(ctx uintptr) { racehostGoEnd(ctx) }

//go:nosplit
func racefingo() { racehostFinGo(getg().racectx) }

// Synchronisation. A release starts a new epoch of the goroutine, so accesses before it no longer count as recent.

//go:nosplit
func raceacquire(addr unsafe.Pointer) { raceacquireg(getg(), addr) }

//go:nosplit
//go:noinline
func raceacquireg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		racehostAcquire(gp.racectx, uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
	}
}

//go:nosplit
func raceacquirectx(ctx uintptr, addr unsafe.Pointer) { racehostAcquire(ctx, uintptr(addr), 0, 0) }

//go:nosplit
func racerelease(addr unsafe.Pointer) { racereleaseg(getg(), addr) }

//go:nosplit
//go:noinline
func racereleaseg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		racestamp++
		racehostRelease(gp.racectx, uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
	}
}

//go:nosplit
func racereleaseacquire(addr unsafe.Pointer) { racereleaseacquireg(getg(), addr) }

//go:nosplit
//go:noinline
func racereleaseacquireg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		racestamp++
		racehostReleaseAcquire(gp.racectx, uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
	}
}

//go:nosplit
func racereleasemerge(addr unsafe.Pointer) { racereleasemergeg(getg(), addr) }

//go:nosplit
//go:noinline
func racereleasemergeg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		racestamp++
		racehostReleaseMerge(gp.racectx, uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
	}
}

// sync/atomic. Nothing else runs meanwhile, so the operation itself is plain; the host is told what it was.
// The functions for 32 and 64 bits are here, the other types jump to them (sync/atomic/race.s).

const (
	raceatomicLoad = iota
	raceatomicStore
	raceatomicUpdate
	raceatomicMissed // a compare-and-swap that found another value
)

//go:nosplit
//go:noinline
func raceatomic(addr unsafe.Pointer, op, size uint32, callpc uintptr) {
	if gp := getg(); gp.raceignore == 0 {
		racestamp++
		racehostAtomic(gp.racectx, uintptr(addr), op, size, callpc, sys.GetCallerPC())
	}
}

//go:linkname raceatomicLoadInt32 sync/atomic.LoadInt32
//go:nosplit
func raceatomicLoadInt32(addr *int32) (val int32) {
	val = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicLoad, 4, sys.GetCallerPC())
	return val
}

//go:linkname raceatomicStoreInt32 sync/atomic.StoreInt32
//go:nosplit
func raceatomicStoreInt32(addr *int32, val int32) {
	_ = *addr // a nil address panics here, not in the host
	raceatomic(unsafe.Pointer(addr), raceatomicStore, 4, sys.GetCallerPC())
	*addr = val
}

//go:linkname raceatomicSwapInt32 sync/atomic.SwapInt32
//go:nosplit
func raceatomicSwapInt32(addr *int32, new int32) (old int32) {
	old = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 4, sys.GetCallerPC())
	*addr = new
	return old
}

//go:linkname raceatomicAddInt32 sync/atomic.AddInt32
//go:nosplit
func raceatomicAddInt32(addr *int32, delta int32) (new int32) {
	new = *addr + delta
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 4, sys.GetCallerPC())
	*addr = new
	return new
}

//go:linkname raceatomicAndInt32 sync/atomic.AndInt32
//go:nosplit
func raceatomicAndInt32(addr *int32, mask int32) (old int32) {
	old = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 4, sys.GetCallerPC())
	*addr = old & mask
	return old
}

//go:linkname raceatomicOrInt32 sync/atomic.OrInt32
//go:nosplit
func raceatomicOrInt32(addr *int32, mask int32) (old int32) {
	old = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 4, sys.GetCallerPC())
	*addr = old | mask
	return old
}

//go:linkname raceatomicCompareAndSwapInt32 sync/atomic.CompareAndSwapInt32
//go:nosplit
func raceatomicCompareAndSwapInt32(addr *int32, old, new int32) (swapped bool) {
	if *addr != old {
		raceatomic(unsafe.Pointer(addr), raceatomicMissed, 4, sys.GetCallerPC())
		return false
	}
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 4, sys.GetCallerPC())
	*addr = new
	return true
}

//go:linkname raceatomicLoadInt64 sync/atomic.LoadInt64
//go:nosplit
func raceatomicLoadInt64(addr *int64) (val int64) {
	val = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicLoad, 8, sys.GetCallerPC())
	return val
}

//go:linkname raceatomicStoreInt64 sync/atomic.StoreInt64
//go:nosplit
func raceatomicStoreInt64(addr *int64, val int64) {
	_ = *addr // a nil address panics here, not in the host
	raceatomic(unsafe.Pointer(addr), raceatomicStore, 8, sys.GetCallerPC())
	*addr = val
}

//go:linkname raceatomicSwapInt64 sync/atomic.SwapInt64
//go:nosplit
func raceatomicSwapInt64(addr *int64, new int64) (old int64) {
	old = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 8, sys.GetCallerPC())
	*addr = new
	return old
}

//go:linkname raceatomicAddInt64 sync/atomic.AddInt64
//go:nosplit
func raceatomicAddInt64(addr *int64, delta int64) (new int64) {
	new = *addr + delta
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 8, sys.GetCallerPC())
	*addr = new
	return new
}

//go:linkname raceatomicAndInt64 sync/atomic.AndInt64
//go:nosplit
func raceatomicAndInt64(addr *int64, mask int64) (old int64) {
	old = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 8, sys.GetCallerPC())
	*addr = old & mask
	return old
}

//go:linkname raceatomicOrInt64 sync/atomic.OrInt64
//go:nosplit
func raceatomicOrInt64(addr *int64, mask int64) (old int64) {
	old = *addr
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 8, sys.GetCallerPC())
	*addr = old | mask
	return old
}

//go:linkname raceatomicCompareAndSwapInt64 sync/atomic.CompareAndSwapInt64
//go:nosplit
func raceatomicCompareAndSwapInt64(addr *int64, old, new int64) (swapped bool) {
	if *addr != old {
		raceatomic(unsafe.Pointer(addr), raceatomicMissed, 8, sys.GetCallerPC())
		return false
	}
	raceatomic(unsafe.Pointer(addr), raceatomicUpdate, 8, sys.GetCallerPC())
	*addr = new
	return true
}
