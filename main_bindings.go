//go:build bindings

package main

// main does nothing: `wails build` runs a program with this tag to write down
// bindings, and the frontend has its own, held against Go by a test.
func main() {}
