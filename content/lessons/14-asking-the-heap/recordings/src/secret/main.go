// Command secret lets a user in, and writes a heap dump afterwards.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

func isWelcome(password string) bool { return len(password) > 8 }

func main() {
	input := bufio.NewReader(os.Stdin)
	line, err := input.ReadString('\n')
	if err != nil {
		panic(err)
	}
	_, password, _ := strings.Cut(strings.TrimSpace(line), "password=")
	fmt.Println("welcome:", isWelcome(password))
	runtime.GC()
	file, err := os.Create("heap.dump")
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	runtime.KeepAlive(input) // the connection goes on
}
