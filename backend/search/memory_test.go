package search

import (
	"context"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"cordwood/backend/event"
)

// peak is the most memory that was alive while a file was read.
type peak struct {
	mu   sync.Mutex
	read int
	most uint64
}

// after counts what was read, and looks at the memory once in so much.
func (p *peak) after(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	const once = 8 << 20
	if was := p.read / once; was == (p.read+n)/once {
		p.read += n
		return
	}
	p.read += n
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	p.most = max(p.most, m.HeapAlloc)
}

// What a first pass and a search hold does not grow with the file, but for its blocks: a
// few hundred bytes for 64 KiB of text.
func TestMemoryOfALargeFile(t *testing.T) {
	small, large := int64(32<<20), int64(96<<20)
	if os.Getenv("CORDWOOD_SOAK") != "" {
		large = 1 << 30
	}
	line := "1 INFO a line of words that has the length of many others, and a few more of them\n"
	for name, g := range map[string]generated{
		"plain":      {line: line},
		"compressed": {line: line, seq: true},
		"one line":   {line: "1 INFO a line without an end "},
		"NUL bytes":  {line: "1 INFO \x00\x00\x00 a line\n"},
	} {
		if name == "NUL bytes" && os.Getenv("CORDWOOD_SOAK") == "" {
			continue // it takes a while
		}
		g.line = strings.Repeat(g.line, 1000)
		for how, work := range map[string]func(e *Local, c []Chain) error{
			"first pass": func(e *Local, c []Chain) error {
				r, err := e.Open(context.Background(), Spec{Chains: c, Query: parse(t, "words")})
				if err != nil {
					return err
				}
				defer r.Close()
				<-r.Done()
				return r.State().Err
			},
			"sift": func(e *Local, c []Chain) error {
				_, _, err := e.Sift(context.Background(), c, Sieve{Query: parse(t, "words"), Count: true}, nil)
				return err
			},
		} {
			var alive [2]int64
			for i, size := range []int64{small, large} {
				p, f := &peak{}, g
				f.id, f.size, f.read = event.FileID(name), size, p.after
				e := New(Options{})
				e.cache.limit = 4 << 20
				var before runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				if err := work(e, []Chain{{name, []File{&f}}}); err != nil {
					t.Errorf("%s, %s: %v", name, how, err)
				}
				e.Close()
				if p.most == 0 {
					t.Errorf("%s, %s: it is no test: %d bytes were read", name, how, p.read)
				}
				alive[i] = int64(p.most) - int64(before.HeapAlloc)
			}
			if most := alive[0] + (large-small)/128 + 8<<20; alive[1] > most || alive[1] > 64<<20 {
				t.Errorf("%s, %s: %d MiB hold %d KiB, %d MiB hold %d KiB", name, how, small>>20, alive[0]>>10, large>>20, alive[1]>>10)
			}
			t.Logf("%s, %s: %d and %d KiB", name, how, alive[0]>>10, alive[1]>>10)
		}
	}
}
