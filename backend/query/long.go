package query

import (
	"bufio"
	"io"
	"iter"
)

// Long matches a query against a text that is too long to be held: it comes in parts,
// in order. A Long serves one text, in one goroutine.
type Long struct {
	root    node
	stopped func() bool
	texts   map[*text]bool // whether each was found so far
	exprs   map[*expr]*streamed
	overlap int    // bytes that a text may begin in front of a part
	held    []byte // the end of what came before, and the part
}

// streamed is an expression that reads the text as it comes: where it needs more, it
// waits for the next part.
type streamed struct {
	part  []byte
	ended bool
	wait  func() bool
	next  func() (struct{}, bool)
	found bool
}

func (n *expr) stream(stopped func() bool) *streamed {
	s := &streamed{}
	s.next, _ = iter.Pull(func(yield func(struct{}) bool) {
		s.wait = func() bool { return yield(struct{}{}) }
		s.found = n.re.MatchReader(&stopping{text: bufio.NewReaderSize(s, 64<<10), steps: n.steps, stopped: stopped})
	})
	return s
}

// add gives the next part; nil ends the text.
func (s *streamed) add(part []byte) {
	s.part, s.ended = part, part == nil
	s.next() // does nothing once it has found
}

// Read takes what there is of a part.
func (s *streamed) Read(p []byte) (int, error) {
	for len(s.part) == 0 {
		if s.ended || !s.wait() {
			return 0, io.EOF
		}
	}
	n := copy(p, s.part)
	s.part = s.part[n:]
	return n, nil
}

// Long begins with a text. Expressions that take long ask stopped now and then; once it
// was true, what End says is of no interest.
func (q *Query) Long(stopped func() bool) *Long {
	l := &Long{stopped: stopped, texts: map[*text]bool{}, exprs: map[*expr]*streamed{}}
	if !q.Empty() {
		l.root = q.root
		l.begin(q.root)
	}
	return l
}

func (l *Long) begin(n node) {
	switch n := n.(type) {
	case *and:
		for _, k := range n.kids {
			l.begin(k)
		}
	case *or:
		for _, k := range n.kids {
			l.begin(k)
		}
	case *not:
		l.begin(n.kid)
	case *text:
		l.texts[n] = false
		l.overlap = max(l.overlap, maxFolded*max(len(n.folded), len(n.needle)))
	case *expr:
		l.exprs[n] = n.stream(l.stopped)
	}
}

// maxFolded is how many bytes of a text one byte of a folded one may stand for: K is k.
const maxFolded = 3

// Write takes the next part.
func (l *Long) Write(part []byte) (int, error) {
	if len(part) == 0 {
		return 0, nil
	}
	for _, s := range l.exprs {
		s.add(part)
	}
	l.held = append(l.held, part...)
	all := string(l.held)
	for n, found := range l.texts {
		l.texts[n] = found || n.in(all)
	}
	l.held = append(l.held[:0], l.held[max(len(l.held)-l.overlap, 0):]...)
	return len(part), nil
}

// End says whether the text matches. It must be called once. What asks for anything but
// texts and expressions may be not known.
func (l *Long) End() (match, known bool) {
	for _, s := range l.exprs {
		s.add(nil)
	}
	if l.root == nil {
		return true, true
	}
	may, must := l.bounds(l.root)
	return must, may == must
}

// bounds are whether the text may match, and whether it does.
func (l *Long) bounds(n node) (may, must bool) {
	switch n := n.(type) {
	case *and:
		may, must = true, true
		for _, k := range n.kids {
			kidMay, kidMust := l.bounds(k)
			may, must = may && kidMay, must && kidMust
		}
		return may, must
	case *or:
		for _, k := range n.kids {
			kidMay, kidMust := l.bounds(k)
			may, must = may || kidMay, must || kidMust
		}
		return may, must
	case *not:
		may, must = l.bounds(n.kid)
		return !must, !may
	case *text:
		return l.texts[n], l.texts[n]
	case *expr:
		return l.exprs[n].found, l.exprs[n].found
	}
	return true, false
}
