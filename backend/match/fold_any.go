package match

import (
	"bytes"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"cordwood/backend/internal/fold"
)

// anyCase finds a folded needle by hopping, and by the automaton where hops would
// be short: the needle has no anchor, or its anchor is frequent.
type anyCase struct {
	f     *folded
	e     *expression // made when it is first needed
	dense int         // bytes to go with the automaton before hopping is tried again
	hops  int
	read  int
}

// Fold finds a needle, which is folded already, in any case. It finds the same as
// ContainsFold of the query language, and both ends exactly.
func Fold(needle string) Matcher {
	return newAnyCase(newFolded(needle))
}

func newAnyCase(f *folded) *anyCase {
	m := &anyCase{f: f}
	if f.at < 0 && (needle{f.needle, true}).isRegular() {
		m.dense = 1
	}
	return m
}

func (m *anyCase) Clone() Matcher { return newAnyCase(m.f) }

func (m *anyCase) crosses() bool { return m.f.crosses() }

func (m *anyCase) Find(text []byte, from int) (start, end int) {
	if m.dense > 0 {
		return m.findDense(text, from)
	}
	start, end, hops := m.f.find(text, from)
	read := len(text) - from
	if end >= 0 {
		read = end - from
	}
	m.pace(read, hops)
	return start, end
}

// pace notes how short the hops are.
func (m *anyCase) pace(read, hops int) {
	m.read += read
	m.hops += hops
	if m.read < paceBytes {
		return
	}
	if m.hops > m.read/shortHop && (needle{m.f.needle, true}).isRegular() {
		m.dense = restBytes
	}
	m.read, m.hops = 0, 0
}

func (m *anyCase) automaton() *expression {
	if m.e == nil {
		m.e = expressionOf([]needle{{m.f.needle, true}})
	}
	return m.e
}

// rest counts down to the next try at hopping, if that is possible at all.
func (m *anyCase) rest(n int) {
	if m.f.at >= 0 {
		m.dense = max(0, m.dense-n)
	}
}

// findDense looks for the start where the automaton found the end: no spelling
// of a rune has more than three times the bytes of another.
func (m *anyCase) findDense(text []byte, from int) (start, end int) {
	_, end = m.automaton().Find(text, from)
	if end < 0 {
		m.rest(len(text) - from)
		return -1, -1
	}
	m.rest(end - from)
	start, end, _ = m.f.find(text[:end], max(from, end-3*len(m.f.needle)))
	return start, end
}

func (m *anyCase) scan(text []byte, h *hits) {
	if m.f.crosses() {
		scan(plain{m}, text, h)
		return
	}
	eachWindow(text, h, func(window []byte) {
		if m.dense > 0 {
			m.automaton().a.scan(window, h)
			m.rest(len(window))
		} else {
			scan(plain{m}, window, h)
		}
	})
}

// isRegular reports whether an expression finds the same as the needle: it is
// whole runes within a line, and folded if it should be. U+FFFD in an expression
// is also broken bytes.
func (n needle) isRegular() bool {
	return n.text != "" && utf8.ValidString(n.text) && !strings.ContainsAny(n.text, "\n\ufffd") && (!n.fold || fold.Text(n.text) == n.text)
}

// expressionOf gives the automaton for regular needles.
func expressionOf(all []needle) *expression {
	var b bytes.Buffer
	for i, n := range all {
		if i > 0 {
			b.WriteByte('|')
		}
		b.WriteString("(?:")
		if n.fold {
			b.WriteString("(?i)")
		}
		b.WriteString(regexp.QuoteMeta(n.text) + ")")
	}
	tree, err := syntax.Parse(b.String(), syntax.Perl)
	if err != nil {
		return nil
	}
	e, err := newExpression(b.String(), tree, true)
	if err != nil {
		return nil
	}
	e.filters = nil
	return e
}
