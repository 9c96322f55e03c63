// The atomic operations of a race build on wasm: 32 and 64 bits are functions of package runtime (race_wasm.go), and
// the other types share them.

//go:build race

#include "textflag.h"

TEXT ·LoadUint32(SB),NOSPLIT,$0
	JMP ·LoadInt32(SB)

TEXT ·LoadUint64(SB),NOSPLIT,$0
	JMP ·LoadInt64(SB)

TEXT ·LoadUintptr(SB),NOSPLIT,$0
	JMP ·LoadInt64(SB)

TEXT ·StoreUint32(SB),NOSPLIT,$0
	JMP ·StoreInt32(SB)

TEXT ·StoreUint64(SB),NOSPLIT,$0
	JMP ·StoreInt64(SB)

TEXT ·StoreUintptr(SB),NOSPLIT,$0
	JMP ·StoreInt64(SB)

TEXT ·SwapUint32(SB),NOSPLIT,$0
	JMP ·SwapInt32(SB)

TEXT ·SwapUint64(SB),NOSPLIT,$0
	JMP ·SwapInt64(SB)

TEXT ·SwapUintptr(SB),NOSPLIT,$0
	JMP ·SwapInt64(SB)

TEXT ·AddUint32(SB),NOSPLIT,$0
	JMP ·AddInt32(SB)

TEXT ·AddUint64(SB),NOSPLIT,$0
	JMP ·AddInt64(SB)

TEXT ·AddUintptr(SB),NOSPLIT,$0
	JMP ·AddInt64(SB)

TEXT ·AndUint32(SB),NOSPLIT,$0
	JMP ·AndInt32(SB)

TEXT ·AndUint64(SB),NOSPLIT,$0
	JMP ·AndInt64(SB)

TEXT ·AndUintptr(SB),NOSPLIT,$0
	JMP ·AndInt64(SB)

TEXT ·OrUint32(SB),NOSPLIT,$0
	JMP ·OrInt32(SB)

TEXT ·OrUint64(SB),NOSPLIT,$0
	JMP ·OrInt64(SB)

TEXT ·OrUintptr(SB),NOSPLIT,$0
	JMP ·OrInt64(SB)

TEXT ·CompareAndSwapUint32(SB),NOSPLIT,$0
	JMP ·CompareAndSwapInt32(SB)

TEXT ·CompareAndSwapUint64(SB),NOSPLIT,$0
	JMP ·CompareAndSwapInt64(SB)

TEXT ·CompareAndSwapUintptr(SB),NOSPLIT,$0
	JMP ·CompareAndSwapInt64(SB)

TEXT ·LoadPointer(SB),NOSPLIT,$0
	JMP ·LoadInt64(SB)
