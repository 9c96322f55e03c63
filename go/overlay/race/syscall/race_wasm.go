// What syscall_unix.go tells the race detector around reads and writes, for wasip1: the bytes are an access, and input
// that was output before is ordered after it.

//go:build race && wasip1

package syscall

import (
	"internal/race"
	"unsafe"
)

var raceIO int64

func Read(fd int, b []byte) (n int, err error) {
	n, err = plainRead(fd, b)
	raceRead(b, n, err)
	return n, err
}

func Pread(fd int, b []byte, offset int64) (n int, err error) {
	n, err = plainPread(fd, b, offset)
	raceRead(b, n, err)
	return n, err
}

func Write(fd int, b []byte) (n int, err error) {
	race.ReleaseMerge(unsafe.Pointer(&raceIO))
	n, err = plainWrite(fd, b)
	raceWrite(b, n)
	return n, err
}

func Pwrite(fd int, b []byte, offset int64) (n int, err error) {
	race.ReleaseMerge(unsafe.Pointer(&raceIO))
	n, err = plainPwrite(fd, b, offset)
	raceWrite(b, n)
	return n, err
}

func raceRead(b []byte, n int, err error) {
	if n > 0 {
		race.WriteRange(unsafe.Pointer(&b[0]), n)
	}
	if err == nil {
		race.Acquire(unsafe.Pointer(&raceIO))
	}
}

func raceWrite(b []byte, n int) {
	if n > 0 {
		race.ReadRange(unsafe.Pointer(&b[0]), n)
	}
}
