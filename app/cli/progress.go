package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"cordwood/app"
)

// bar is one line at the bottom of a terminal that says how far a command is. It goes
// away while anything else is printed, and at the end.
type bar struct {
	w     io.Writer // the terminal itself
	width int
	look  func() string // plain ASCII, so that its bytes are columns; "" for none
	stop  chan struct{}
	gone  sync.WaitGroup

	mu    sync.Mutex
	shown int // columns that are written on
}

// bar shows one until end is called, where standard error is a terminal. What is done
// within barAfter needs none.
func (s *session) bar(look func() string) (end func()) {
	to, ok := s.stderr.(*tame)
	if !ok {
		return func() {}
	}
	b := &bar{w: to.w, width: 80, look: look, stop: make(chan struct{})}
	if f, ok := to.w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			b.width = n
		}
	}
	s.hide(b.hide)
	b.gone.Go(b.run)
	return sync.OnceFunc(func() {
		close(b.stop)
		b.gone.Wait()
		b.hide()
		s.hide(nil)
	})
}

// progress shows how many bytes are done; total is 0 while it is not known.
func (s *session) progress(look func() (done, total int64)) (end func()) {
	return s.bar(func() string {
		done, total := look()
		return barText(done, total, size)
	})
}

// reading shows how much of a source was read from now on.
func (s *session) reading(a *app.App, source string) (end func()) {
	return s.since(source, a.BytesRead)
}

// indexing shows how much of what IndexSource reads was read from now on.
func (s *session) indexing(a *app.App, source string) (end func()) {
	return s.since(source, a.BytesIndexed)
}

func (s *session) since(source string, bytes func(source string) (done, total int64)) (end func()) {
	before, _ := bytes(source)
	return s.progress(func() (int64, int64) {
		done, total := bytes(source)
		return done - before, total
	})
}

// printing shows how many entries of so many are printed.
func (s *session) printing(printed *atomic.Int64, total int64) (end func()) {
	return s.bar(func() string {
		return barText(printed.Load(), total, func(n int64) string { return counted(n, "entry") })
	})
}

// hide says what has to be done before a terminal is written to.
func (s *session) hide(f func()) {
	for _, w := range []io.Writer{s.stdout, s.stderr} {
		if t, ok := w.(*tame); ok {
			t.mu.Lock()
			t.before = f
			t.mu.Unlock()
		}
	}
}

func (b *bar) run() {
	wait := time.NewTimer(barAfter)
	defer wait.Stop()
	for {
		select {
		case <-b.stop:
			return
		case <-wait.C:
			b.draw()
			wait.Reset(barEvery)
		}
	}
}

func (b *bar) draw() {
	text := b.look()
	if text == "" {
		b.hide()
		return
	}
	text = text[:min(len(text), max(b.width-1, 0))]
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = io.WriteString(b.w, "\r"+text+strings.Repeat(" ", max(b.shown-len(text), 0)))
	b.shown = max(b.shown, len(text))
}

func (b *bar) hide() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown > 0 {
		_, _ = io.WriteString(b.w, "\r"+strings.Repeat(" ", b.shown)+"\r")
		b.shown = 0
	}
}

func barText(done, total int64, amount func(int64) string) string {
	if total <= 0 {
		return "reading " + amount(done)
	}
	// What a compressed file holds is guessed: the end is told by the end.
	percent := int(min(99, float64(done)/float64(total)*100))
	const cells = 20
	full := percent * cells / 100
	return fmt.Sprintf("[%s%s] %2d%%  %s of %s", strings.Repeat("#", full), strings.Repeat(".", cells-full), percent, amount(min(done, total)), amount(total))
}
