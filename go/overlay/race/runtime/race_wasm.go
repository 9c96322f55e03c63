// The race detector's hooks for GOARCH=wasm. Natively the runtime calls a C library; here every hook is a function of
// the import module "race", which the host provides (src/toolchain/race). All of it runs on one thread, so the host
// sees the events in the order in which they happen.
//
// Addresses and pcs are 32 bits wide there. A goroutine's racectx is the address of its racerecord; the host knows it
// by the number in there, its context, and 0 is no goroutine.

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
func racehostInit(module, record, recent, tellCalls unsafe.Pointer) uint32

//go:wasmimport race fini
func racehostFini() uint32

//go:wasmimport race errors
func racehostErrors() uint32

//go:wasmimport race read
func racehostRead(ctx uint32, addr, pc uintptr)

//go:wasmimport race write
func racehostWrite(ctx uint32, addr, pc uintptr)

//go:wasmimport race readrange
func racehostReadRange(ctx uint32, addr, size, pc uintptr)

//go:wasmimport race writerange
func racehostWriteRange(ctx uint32, addr, size, pc uintptr)

//go:wasmimport race call
func racehostCall(ctx uint32)

//go:wasmimport race acquire
func racehostAcquire(ctx uint32, addr, pc, sp uintptr)

//go:wasmimport race release
func racehostRelease(ctx uint32, addr, pc, sp uintptr)

//go:wasmimport race releaseacquire
func racehostReleaseAcquire(ctx uint32, addr, pc, sp uintptr)

//go:wasmimport race releasemerge
func racehostReleaseMerge(ctx uint32, addr, pc, sp uintptr)

//go:wasmimport race malloc
func racehostMalloc(addr, size uintptr)

//go:wasmimport race free
func racehostFree(addr, size uintptr)

//go:wasmimport race gostart
func racehostGoStart(ctx uint32, pc uintptr, record unsafe.Pointer) uint32

//go:wasmimport race goend
func racehostGoEnd(ctx uint32)

//go:wasmimport race fingo
func racehostFinGo(ctx uint32)

//go:wasmimport race atomic
func racehostAtomic(ctx uint32, addr uintptr, op, size uint32, pc uintptr)

// racerecord is what a goroutine keeps of itself, so that most of what it does needs no call into the host: whether an
// access is news, and its stack of calls. The host reads the stack where it remembers an access.
type racerecord struct {
	// stamp tells this goroutine and its time since it last synchronized from all others; the low 32 bits are 0.
	stamp uint64
	ctx   uint32
	// The calls on the stack: how many there are, how many there were at the least since the host last looked, for
	// how many there is room, and the return addresses, outermost first.
	depth uint32
	least uint32
	room  uint32
	calls uintptr // []uint32
	next  uintptr // the next free record
}

const (
	racerecordRoom = 64
	// A goroutine that is nobody.
	racenobody = 0
)

// A call into the host costs more than most accesses are worth. An access that a goroutine repeats, without having
// synchronized in between, tells the detector nothing new, so racerecent remembers accesses: address, the stamp of the
// goroutine, and whether it wrote. Words next to each other have entries next to each other; the bytes within a word
// are 1<<12 entries apart. The host clears the entries of a word when it forgets accesses to it.
const (
	racerecentSize  = 1 << 15
	racerecentWrite = 1 << 32 // always set in a stamp, and cleared in the entry of a read
	racestampStep   = 1 << 33
)

var (
	racerecent    [racerecentSize]uint64
	racestamp     uint64 = racerecentWrite
	racemain      racerecord
	racemainCalls [racerecordRoom]uint32
	racefreed     uintptr
	racetellcalls uint32 // set by the host: it wants to know of each call
)

// racenow returns the record of the goroutine, nil for one that is nobody.
//
//go:nosplit
func racenow() *racerecord { return (*racerecord)(unsafe.Pointer(getg().racectx)) }

// racectxof returns the number by which the host knows a racectx.
//
//go:nosplit
func racectxof(racectx uintptr) uint32 {
	if racectx == 0 {
		return racenobody
	}
	return (*racerecord)(unsafe.Pointer(racectx)).ctx
}

//go:nosplit
func racerecentIndex(addr uintptr) uintptr {
	return (addr>>3 ^ addr<<12) % racerecentSize
}

// raceepoch begins a new time of a goroutine: what it does from now on is news.
//
//go:nosplit
func raceepoch(racectx uintptr) {
	if racectx != 0 {
		racestamp += racestampStep
		(*racerecord)(unsafe.Pointer(racectx)).stamp = racestamp
	}
}

// Instrumented code calls these; sys.GetCallerPC must name it, so none of them may be inlined.

//go:nosplit
//go:noinline
func raceread(addr uintptr) {
	r := racenow()
	if r == nil {
		return
	}
	entry, news := &racerecent[racerecentIndex(addr)], r.stamp|uint64(addr)
	if *entry|racerecentWrite == news {
		return
	}
	*entry = news &^ racerecentWrite
	racehostRead(r.ctx, addr, sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func racewrite(addr uintptr) {
	r := racenow()
	if r == nil {
		return
	}
	entry, news := &racerecent[racerecentIndex(addr)], r.stamp|uint64(addr)
	if *entry == news {
		return
	}
	*entry = news
	racehostWrite(r.ctx, addr, sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func racereadrange(addr, size uintptr) {
	racehostReadRange(racectxof(getg().racectx), addr, size, sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func racewriterange(addr, size uintptr) {
	racehostWriteRange(racectxof(getg().racectx), addr, size, sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func racefuncenter(callpc uintptr) {
	r := racenow()
	if r == nil {
		return
	}
	depth := r.depth
	if depth == r.room || racetellcalls != 0 {
		raceentercaller(r, callpc)
		return
	}
	*(*uint32)(unsafe.Pointer(r.calls + 4*uintptr(depth))) = uint32(callpc)
	r.depth = depth + 1
}

//go:nosplit
//go:noinline
func racefuncexit() {
	r := racenow()
	if r == nil || r.depth == 0 {
		return
	}
	depth := r.depth - 1
	r.depth = depth
	if depth < r.least {
		r.least = depth
	}
}

//go:nosplit
func raceentercaller(r *racerecord, callpc uintptr) {
	if r == nil {
		return
	}
	if r.depth == r.room {
		racegrow(r)
	}
	*(*uint32)(unsafe.Pointer(r.calls + 4*uintptr(r.depth))) = uint32(callpc)
	r.depth++
	if racetellcalls != 0 {
		racehostCall(r.ctx)
	}
}

//go:nosplit
func raceexitcaller(r *racerecord) {
	if r == nil || r.depth == 0 {
		return
	}
	r.depth--
	r.least = min(r.least, r.depth)
}

// racegrow doubles the room for calls. Memory of the runtime's own is never given back, but a record is used again.
//
//go:nosplit
//go:noinline
func racegrow(r *racerecord) {
	systemstack(func() {
		calls := persistentalloc(2*4*uintptr(r.room), 4, &memstats.other_sys)
		memmove(calls, unsafe.Pointer(r.calls), 4*uintptr(r.depth))
		r.calls, r.room = uintptr(calls), 2*r.room
	})
}

// The exported functions of a race build, and the same under their names in internal/race.

//go:nosplit
//go:noinline
func RaceRead(addr unsafe.Pointer) {
	racehostRead(racectxof(getg().racectx), uintptr(addr), sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func RaceWrite(addr unsafe.Pointer) {
	racehostWrite(racectxof(getg().racectx), uintptr(addr), sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func RaceReadRange(addr unsafe.Pointer, len int) {
	racehostReadRange(racectxof(getg().racectx), uintptr(addr), uintptr(len), sys.GetCallerPC())
}

//go:nosplit
//go:noinline
func RaceWriteRange(addr unsafe.Pointer, len int) {
	racehostWriteRange(racectxof(getg().racectx), uintptr(addr), uintptr(len), sys.GetCallerPC())
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
	r := racenow()
	if r == nil {
		return
	}
	if callpc != 0 {
		raceentercaller(r, callpc)
	}
	racehostRead(r.ctx, uintptr(addr), pc+1)
	if callpc != 0 {
		raceexitcaller(r)
	}
}

//go:nosplit
func racewritepc(addr unsafe.Pointer, callpc, pc uintptr) {
	r := racenow()
	if r == nil {
		return
	}
	if callpc != 0 {
		raceentercaller(r, callpc)
	}
	racehostWrite(r.ctx, uintptr(addr), pc+1)
	if callpc != 0 {
		raceexitcaller(r)
	}
}

//go:nosplit
func racereadrangepc(addr unsafe.Pointer, size, callpc, pc uintptr) {
	gp := getg()
	r := racenow()
	if gp != gp.m.curg || r == nil {
		return // on the system stack nothing is done for the program
	}
	if callpc != 0 {
		raceentercaller(r, callpc)
	}
	racehostReadRange(r.ctx, uintptr(addr), size, pc+1)
	if callpc != 0 {
		raceexitcaller(r)
	}
}

//go:nosplit
func racewriterangepc(addr unsafe.Pointer, size, callpc, pc uintptr) {
	gp := getg()
	r := racenow()
	if gp != gp.m.curg || r == nil {
		return // on the system stack nothing is done for the program
	}
	if callpc != 0 {
		raceentercaller(r, callpc)
	}
	racehostWriteRange(r.ctx, uintptr(addr), size, pc+1)
	if callpc != 0 {
		raceexitcaller(r)
	}
}

// The life of the program, its goroutines and its memory.

//go:nosplit
func raceinit() (gctx, pctx uintptr) {
	racemain.stamp, racemain.room = racestamp, racerecordRoom
	racemain.calls = uintptr(unsafe.Pointer(&racemainCalls))
	main, recent, tell := unsafe.Pointer(&racemain), unsafe.Pointer(&racerecent), unsafe.Pointer(&racetellcalls)
	racemain.ctx = racehostInit(unsafe.Pointer(&firstmoduledata), main, recent, tell)
	return uintptr(unsafe.Pointer(&racemain)), 1
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
	raceforget(uintptr(p), size)
	racehostMalloc(uintptr(p), size)
}

// raceforget clears the entries of new memory: an access to it is not the one of an earlier owner.
//
//go:nosplit
func raceforget(addr, size uintptr) {
	const entry, words = unsafe.Sizeof(racerecent[0]), racerecentSize / 8
	first, count := addr/8%words, (addr%8+size+7)/8
	if count >= words {
		memclrNoHeapPointers(unsafe.Pointer(&racerecent), racerecentSize*entry)
		return
	}
	upTo := min(count, words-first)
	for of := uintptr(0); of < racerecentSize; of += words {
		memclrNoHeapPointers(unsafe.Pointer(&racerecent[of+first]), upTo*entry)
		if count > upTo {
			memclrNoHeapPointers(unsafe.Pointer(&racerecent[of]), (count-upTo)*entry)
		}
	}
}

//go:nosplit
func racefree(p unsafe.Pointer, size uintptr) { racehostFree(uintptr(p), size) }

func racegostart(pc uintptr) uintptr {
	gp := getg()
	if gp.m.curg != nil {
		gp = gp.m.curg
	}
	return racectxstart(pc, gp.racectx)
}

//go:nosplit
func racegoend() { racectxend(getg().racectx) }

func racectxstart(pc, spawnctx uintptr) uintptr {
	r := (*racerecord)(unsafe.Pointer(racefreed))
	if r != nil {
		racefreed = r.next
	} else {
		const size = unsafe.Sizeof(racerecord{})
		r = (*racerecord)(persistentalloc(size+4*racerecordRoom, 8, &memstats.other_sys))
		r.calls, r.room = uintptr(unsafe.Pointer(r))+size, racerecordRoom
	}
	r.depth, r.least = 0, 0
	raceepoch(uintptr(unsafe.Pointer(r)))
	raceepoch(spawnctx)
	r.ctx = racehostGoStart(racectxof(spawnctx), pc, unsafe.Pointer(r))
	return uintptr(unsafe.Pointer(r))
}

//go:nosplit
func racectxend(ctx uintptr) {
	if ctx != 0 {
		r := (*racerecord)(unsafe.Pointer(ctx))
		racehostGoEnd(r.ctx)
		r.ctx, r.next, racefreed = racenobody, racefreed, ctx
	}
}

//go:nosplit
func racefingo() { racehostFinGo(racectxof(getg().racectx)) }

// Synchronisation. A release starts a new epoch of the goroutine, so accesses before it no longer count as recent.

//go:nosplit
func raceacquire(addr unsafe.Pointer) { raceacquireg(getg(), addr) }

//go:nosplit
//go:noinline
func raceacquireg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		racehostAcquire(racectxof(gp.racectx), uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
	}
}

//go:nosplit
func raceacquirectx(ctx uintptr, addr unsafe.Pointer) {
	racehostAcquire(racectxof(ctx), uintptr(addr), 0, 0)
}

//go:nosplit
func racerelease(addr unsafe.Pointer) { racereleaseg(getg(), addr) }

//go:nosplit
//go:noinline
func racereleaseg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		raceepoch(gp.racectx)
		racehostRelease(racectxof(gp.racectx), uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
	}
}

//go:nosplit
func racereleaseacquire(addr unsafe.Pointer) { racereleaseacquireg(getg(), addr) }

//go:nosplit
//go:noinline
func racereleaseacquireg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		raceepoch(gp.racectx)
		racehostReleaseAcquire(racectxof(gp.racectx), uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
	}
}

//go:nosplit
func racereleasemerge(addr unsafe.Pointer) { racereleasemergeg(getg(), addr) }

//go:nosplit
//go:noinline
func racereleasemergeg(gp *g, addr unsafe.Pointer) {
	if getg().raceignore == 0 {
		raceepoch(gp.racectx)
		racehostReleaseMerge(racectxof(gp.racectx), uintptr(addr), sys.GetCallerPC(), sys.GetCallerSP())
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
	gp, r := getg(), racenow()
	if gp.raceignore != 0 || r == nil {
		return
	}
	if op == raceatomicStore || op == raceatomicUpdate {
		raceepoch(gp.racectx)
	}
	raceentercaller(r, callpc)
	racehostAtomic(r.ctx, uintptr(addr), op, size, sys.GetCallerPC())
	raceexitcaller(r)
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
