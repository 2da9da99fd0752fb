package query

// Long matches a query against a text that is too long to be held: it comes in parts,
// in order. A Long serves one text, in one goroutine.
type Long struct {
	root    node
	stream  func(pattern string) (Stream, error)
	texts   map[*text]bool // whether each was found so far
	exprs   map[*expr]Stream
	found   map[*expr]bool // when the text has ended
	overlap int            // bytes that a text may begin in front of a part
	held    []byte         // the end of what came before, and the part
}

// Stream matches an expression against a text that comes in parts: a line.
type Stream interface {
	Write(part []byte)
	End() (found bool)
}

// Long begins with a text; stream makes what expressions are matched with.
func (q *Query) Long(stream func(pattern string) (Stream, error)) *Long {
	l := &Long{stream: stream, texts: map[*text]bool{}, exprs: map[*expr]Stream{}, found: map[*expr]bool{}}
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
		if s, err := l.stream(n.pattern); err == nil { // else it is not known
			l.exprs[n] = s
		}
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
		s.Write(part)
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
	for n, s := range l.exprs {
		l.found[n] = s.End()
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
		found, known := l.found[n]
		return found || !known, found
	}
	return true, false
}
