package sample

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"

	"cordwood/backend/event"
)

// phrase is a text with slots, compiled when it is first said, for most runs of the
// program make no sample:
//
//	{call} {account} ...   a fact of the scene, see facts
//	{3..40}                a number between both, them included
//	{#8}                   so many hexadecimal digits
//	{ready|wrap-up|break}  one of these
type phrase func() []part

type part struct {
	text    string   // literal text, when nothing else is set
	fact    fact     // a fact of the scene
	choices []string // one of these
	hex     int      // so many hexadecimal digits
	lo, hi  int      // a number, when hi > 0
}

// compile makes a phrase.
func compile(text string) phrase {
	return sync.OnceValue(func() []part { return partsOf(text) })
}

// partsOf panics on a slot that nobody can fill: phrases are tables of this
// package, a wrong one is a bug that each test meets.
func partsOf(text string) []part {
	var p []part
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			return append(p, part{text: text})
		}
		if open > 0 {
			p = append(p, part{text: text[:open]})
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			panic(fmt.Sprintf("sample: slot without end in %q", text))
		}
		p = append(p, slot(text[open+1:open+end]))
		text = text[open+end+1:]
	}
	return p
}

func slot(s string) part {
	if n, ok := strings.CutPrefix(s, "#"); ok {
		digits, err := strconv.Atoi(n)
		if err != nil {
			panic("sample: bad slot " + s)
		}
		return part{hex: digits}
	}
	if lo, hi, ok := strings.Cut(s, ".."); ok {
		l, err1 := strconv.Atoi(lo)
		h, err2 := strconv.Atoi(hi)
		if err1 != nil || err2 != nil || h <= l {
			panic("sample: bad slot " + s)
		}
		return part{lo: l, hi: h}
	}
	if strings.Contains(s, "|") {
		return part{choices: strings.Split(s, "|")}
	}
	f, ok := facts[s]
	if !ok {
		panic("sample: unknown slot " + s)
	}
	return part{fact: f}
}

// fact reads one value from a scene.
type fact func(*scene) string

// scene is what a phrase may speak of: a call, somebody, a phone.
type scene struct {
	call  *call
	who   *account
	ip    string
	phone *registration
}

var facts = map[string]fact{
	"call":     func(s *scene) string { return s.call.id },
	"uuid":     func(s *scene) string { return s.call.legA },
	"legb":     func(s *scene) string { return s.call.legB },
	"number":   func(s *scene) string { return s.call.number },
	"trunk":    func(s *scene) string { return s.call.trunk },
	"queue":    func(s *scene) string { return s.call.queue },
	"campaign": func(s *scene) string { return s.call.campaign },
	"agent":    func(s *scene) string { return s.call.agent.id },
	"dest":     func(s *scene) string { return s.call.destination() },
	"account":  func(s *scene) string { return s.who.id },
	"name":     func(s *scene) string { return s.who.name },
	"mail":     func(s *scene) string { return s.who.mail() },
	"company":  func(s *scene) string { return s.who.company.name },
	"host":     func(s *scene) string { return s.who.company.host },
	"crm":      func(s *scene) string { return s.who.company.crm },
	"ip":       func(s *scene) string { return s.ip },

	"sip.callid": func(s *scene) string { return s.phone.callID },
	"sip.tag":    func(s *scene) string { return s.phone.tag },
	"sip.nonce":  func(s *scene) string { return s.phone.nonce },
	"sip.branch": func(s *scene) string { return s.phone.branch },
	"sip.cseq":   func(s *scene) string { return strconv.Itoa(s.phone.cseq) },
}

const hexDigits = "0123456789abcdef"

// append fills the slots; the same scene and the same draws give the same text.
func (p phrase) append(b []byte, rng *rand.Rand, s *scene) []byte {
	parts := p()
	for i := range parts {
		switch t := &parts[i]; {
		case t.fact != nil:
			b = append(b, t.fact(s)...)
		case t.choices != nil:
			b = append(b, t.choices[rng.IntN(len(t.choices))]...)
		case t.hex > 0:
			for range t.hex {
				b = append(b, hexDigits[rng.IntN(16)])
			}
		case t.hi > 0:
			b = strconv.AppendInt(b, int64(t.lo+rng.IntN(t.hi-t.lo+1)), 10)
		default:
			b = append(b, t.text...)
		}
	}
	return b
}

// line is one row of a family's table of messages.
type line struct {
	weight int
	level  event.Severity
	from   string // logger, thread or source file, as the family writes it
	text   string
	trace  *exception // a stack trace under the message, or nil
}

// deck is a table of lines, ready to be drawn from.
type deck struct {
	lines []line
	texts []phrase
	sum   int
}

func newDeck(lines ...line) *deck {
	d := &deck{lines: lines}
	for _, l := range lines {
		d.texts = append(d.texts, compile(l.text))
		d.sum += l.weight
	}
	return d
}

// draw takes a line by weight.
func (d *deck) draw(rng *rand.Rand) (*line, phrase) {
	n := rng.IntN(d.sum)
	for i := range d.lines {
		if n -= d.lines[i].weight; n < 0 {
			return &d.lines[i], d.texts[i]
		}
	}
	panic("sample: an empty deck")
}
