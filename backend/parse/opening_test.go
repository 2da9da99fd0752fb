package parse

import (
	"sync"
	"testing"
)

// TestOpeningsAreShared: files of several goroutines meet a format that nobody used
// before.
func TestOpeningsAreShared(t *testing.T) {
	var lines [][]byte
	for _, s := range skimFormats() {
		for _, line := range s {
			lines = append(lines, []byte(line))
		}
	}
	for _, text := range expressions() {
		e := newExpression(text)
		var all sync.WaitGroup
		found := make([]int, 4)
		for i := range found {
			all.Go(func() {
				for _, line := range lines {
					if e.match(line) {
						found[i]++
					}
				}
			})
		}
		all.Wait()
		for _, n := range found {
			if n != found[0] {
				t.Errorf("%s: %v lines match", text, found)
			}
		}
	}
}
