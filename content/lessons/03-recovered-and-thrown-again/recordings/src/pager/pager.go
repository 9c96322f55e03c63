// Package pager cuts a list into pages.
package pager

import "fmt"

const pageSize = 10

// Page returns the items of page n, counted from 1. It says which page it was if that fails.
func Page(items []string, n int) []string {
	defer func() {
		if err := recover(); err != nil {
			panic(fmt.Errorf("page %d: %v", n, err))
		}
	}()
	return cut(items, (n-1)*pageSize)
}

func cut(items []string, from int) []string {
	return items[from : from+pageSize] // mark:pager
}
