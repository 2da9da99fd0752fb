package cli

import (
	"io"
	"os"
	"sync"
	"unicode/utf8"

	"golang.org/x/term"
)

// tame is the one writer to a terminal: all that a command prints goes through
// it, whoever made the text. A character that a caller cuts in two is put
// together again.
type tame struct {
	mu     sync.Mutex
	w      io.Writer
	before func() // called before anything is written; may be nil
	held   []byte // the begin of a character whose rest has not come
}

// tamed is w itself unless it is a terminal.
func tamed(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return &tame{w: w}
	}
	return w
}

// untamed is for who was asked to print bytes as they are.
func untamed(w io.Writer) io.Writer {
	if t, ok := w.(*tame); ok {
		return passing{t}
	}
	return w
}

// Write tells that all of p was taken, although what is written is another text.
func (t *tame) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := p
	if len(t.held) > 0 {
		all = append(t.held, p...)
	}
	whole := len(all) - cutRune(all)
	t.held = append([]byte(nil), all[whole:]...)
	if whole == 0 {
		return len(p), nil
	}
	if t.before != nil {
		t.before()
	}
	var err error
	if harmless(all[:whole]) {
		_, err = t.w.Write(all[:whole])
	} else {
		_, err = io.WriteString(t.w, neutral(string(all[:whole])))
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// end writes what was held: there is no more to come.
func (t *tame) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.held) > 0 {
		_, _ = io.WriteString(t.w, neutral(string(t.held)))
		t.held = nil
	}
}

// passing writes to the terminal of a tame as it is told.
type passing struct{ t *tame }

func (p passing) Write(b []byte) (int, error) {
	p.t.mu.Lock()
	defer p.t.mu.Unlock()
	if p.t.before != nil {
		p.t.before()
	}
	return p.t.w.Write(b)
}

// cutRune is how many bytes at the end begin a character whose rest is missing.
func cutRune(p []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(p); n++ {
		if b := p[len(p)-n:]; utf8.RuneStart(b[0]) {
			if utf8.FullRune(b) {
				return 0
			}
			return n
		}
	}
	return 0
}

// isTerminal reports whether w is a terminal, tamed or not.
func isTerminal(w io.Writer) bool {
	switch w := w.(type) {
	case *tame:
		return true
	case *os.File:
		return term.IsTerminal(int(w.Fd()))
	}
	return false
}
