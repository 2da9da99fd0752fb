package parse

import "slices"

// steps are the patterns of a layout as a tree: shapes that begin alike share
// their first steps, so that a line is matched once where twenty patterns begin
// with its time. The tree finds the match that the patterns, tried in order, find.
type step struct {
	part   *part      // of a shape; nil at the root and at the end of a pattern
	expr   *pattern   // an expression, which is a step of its own
	front  *frontNode // of expr, if it has one
	fields bool       // end of a pattern: a field may hold a better time
	track  *track     // end of a pattern: the way here
	next   []*step

	first   byteSet // what the step may begin with
	settled bool    // all patterns behind it tell the same of a line
}

// quick is the layout made ready for the first pass, when somebody asks: of sixty
// formats that would cost the program's start more than all the rest.
func (l *layout) quick() *layout {
	l.prepare.Do(func() {
		for i := range l.patterns {
			if p := &l.patterns[i]; p.expr != nil {
				p.front = compileFront(p.expr.text)
			}
		}
		if l.sure != nil {
			l.surely = compileFront(l.sure.text)
		}
		l.steps = stepsOf(l)
	})
	return l
}

// isSure reports that the line is what the format says of its surest lines, if it
// says so.
func (l *layout) isSure(line []byte) bool {
	if l.sure == nil {
		return true
	}
	if l.surely != nil {
		if _, found, known := l.surely.match(line); known {
			return found
		}
	}
	return l.sure.match(line)
}

// stepsOf makes the tree.
func stepsOf(l *layout) *step {
	root := &step{}
	for i := range l.patterns {
		p := &l.patterns[i]
		end := &step{fields: l.timeField != "" && (slices.Contains(p.names(), "pairs") || slices.Contains(p.names(), l.timeField))}
		end.first.end, end.first.has[' '], end.first.has['\t'] = true, true, true
		if p.expr != nil {
			e := &step{expr: p, front: p.front, next: []*step{end}}
			e.first.all()
			if p.front != nil {
				e.first = byteSet{}
				p.front.first(&e.first, nil)
			}
			root.next = append(root.next, e)
			continue
		}
		at := root
		for k := range p.shape.parts {
			at = at.child(&p.shape.parts[k])
		}
		at.next = append(at.next, end)
	}
	root.settle()
	if !l.marked {
		root.layTracks(l, nil)
	}
	return root
}

// child is the step of a part. An older one serves if it comes last, or if the
// steps behind it begin otherwise: then the order between them does not matter.
func (s *step) child(p *part) *step {
	n := &step{part: p}
	p.first(&n.first)
	for i, c := range slices.Backward(s.next) {
		if c.part != nil && c.part.same(p) {
			return s.next[i]
		}
		if c.first.meets(&n.first) {
			break
		}
	}
	s.next = append(s.next, n)
	return n
}

func (p *part) same(o *part) bool {
	return p.kind == o.kind && string(p.text) == string(o.text) && (p.text == nil) == (o.text == nil) && p.capitals == o.capitals
}

// settle finds the steps behind which no time and no level are read, and puts the
// shorter ways first there: any will do.
func (s *step) settle() (depth int) {
	s.settled = s.expr == nil
	depths := map[*step]int{}
	for _, c := range s.next {
		depths[c] = c.settle()
		depth = max(depth, depths[c])
		if !c.settled || c.fields != s.next[0].fields || (c.part != nil && (c.part.kind == timeColumn || c.part.kind == levelColumn)) {
			s.settled = false
		}
	}
	if len(s.next) > 0 {
		s.fields = s.next[0].fields
	}
	if s.settled {
		slices.SortStableFunc(s.next, func(a, b *step) int { return depths[a] - depths[b] })
	}
	return depth + 1
}

func (s *byteSet) all() {
	for i := range s.has {
		s.has[i] = true
	}
	s.high, s.end = true, true
}

// first gathers the bytes that the part may begin with.
func (p *part) first(s *byteSet) {
	switch p.kind {
	case literal:
		s.has[p.text[0]] = true
		return
	case gap:
		s.has[' '], s.has['\t'], s.end = true, true, true
		return
	}
	for i := range s.has {
		c := byte(i)
		switch p.kind {
		case timeColumn:
			s.has[i] = mayBeginStamp(c)
		case levelColumn:
			s.has[i] = isWord(c) || c >= 0x80
		case digitColumn:
			s.has[i] = isDigit(c)
		case wordColumn, placeColumn:
			s.has[i] = c != ' ' && c != '\t'
		case textColumn:
			s.has[i] = true
		default:
			s.has[i], s.end = true, true
		}
	}
}

// mayBeginStamp reports whether c may be a stamp's first byte: a digit, the sign of
// TAI64N, the letter of a month or weekday, the first byte of a Chinese month.
func mayBeginStamp(c byte) bool {
	switch c | 0x20 {
	case 'j', 'f', 'm', 'a', 's', 'o', 'n', 'd', 't', 'w':
		return isAlpha(c)
	}
	return isDigit(c) || c == '@' || c >= 0x80
}
