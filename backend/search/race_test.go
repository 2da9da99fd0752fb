//go:build race

package search

import "flag"

const raced = true

// Watched for races the properties run on a fifth of the inputs; the Makefile runs
// all of them without.
func init() {
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
}
