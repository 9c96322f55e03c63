package gdbserial

import (
	"errors"
	"syscall"
)

// Nothing is ever started, so there is nothing to set, ignore or hand over.

func sysProcAttr(_ bool) *syscall.SysProcAttr { return nil }

func foregroundSignalsIgnore() {}

func tcsetpgrp(_ uintptr, _ int) error { return errors.New("there is no terminal here") }
