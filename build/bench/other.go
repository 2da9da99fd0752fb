//go:build !unix

// Bench measures on Unix only.
package main

import "log"

func main() { log.Fatal("bench: processes are measured on Unix only") }
