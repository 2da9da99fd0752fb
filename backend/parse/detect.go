package parse

import "bytes"

// Limits of detection: 64 KiB and 300 lines show any file's format, and cost
// about a millisecond.
const (
	sampleBytes = 64 << 10
	sampleLines = 300
)

// A format whose heads are rare (call traces between them) must show a few of them
// in a long sample: all other lines would be taken for their continuation.
const (
	rareShare = 0.1
	rareHits  = 3
	fewLines  = 30
)

// certain is the share of heads at which no other format needs to be tried.
const certain = 0.95

// Detect chooses the format from the first bytes of a file (decoded, at most 64
// KiB are looked at). It never fails: what nothing fits is "plain". A forced
// format that does not exist counts as none.
func Detect(sample []byte, o Options) *Parser {
	if o.Format != "" {
		if p, err := Named(o.Format, o); err == nil {
			lines := splitSample(sample)
			p.read = catalogue().byName[o.Format].bind(lines)
			p.clock.dayFirst = dayFirst(lines)
			p.anchor(lines)
			return p
		}
	}
	lines := splitSample(sample)
	c := newClock(o)
	c.dayFirst = dayFirst(lines)
	p := &Parser{clock: c, ahead: o.Ahead}
	p.name, p.read = choose(lines, &c)
	p.anchor(lines)
	return p
}

// anchorLines is how many lines may come before one whose time has a year.
const anchorLines = 50

// anchor finds a time with a year, for the stamps of the file that have none:
// Asterisk writes "[Sep 29 09:09:16]" until it has read its configuration, and
// ISO dates from then on.
func (p *Parser) anchor(lines [][]byte) {
	for _, line := range lines[:min(len(lines), anchorLines)] {
		if e := p.read.event(line, &p.clock); !e.Time.IsZero() && hasYear(e.TimeText) {
			p.clock.anchor = e.Time
			return
		}
	}
}

// hasYear looks for a year, or an epoch number, among the digits of a timestamp;
// those behind a point or a comma are a fraction.
func hasYear(text string) bool {
	run, fraction := 0, false
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) {
			run, fraction = 0, text[i] == '.' || text[i] == ','
			continue
		}
		if run++; run == 4 && !fraction {
			return true
		}
	}
	return false
}

// choose finds the format that fits the lines.
func choose(lines [][]byte, c *clock) (name string, best reader) {
	name, best = "plain", plain{}
	leads := 0
	for _, line := range lines {
		if !continues(line) {
			leads++
		}
	}
	// Formats come by rank. A lower one must fit clearly more lines to win:
	// general layouts fit a few lines of nearly everything.
	most := 0
	for _, f := range catalogue().formats {
		r := f.bind(lines)
		hits := 0
		for _, line := range lines {
			if r.fits(line, c) {
				hits++
			}
		}
		share := float64(hits) / float64(max(leads, 1))
		if hits == 0 || share < f.share || hits*2 <= most*3 || (share < rareShare && leads > fewLines && hits < rareHits) {
			continue
		}
		most, name, best = hits, f.name, r
		if share >= certain {
			break
		}
	}
	return name, best
}

// splitSample cuts the sample into lines without ends and colours. A last line
// that the sample cut off is left out, unless it is the only one.
func splitSample(sample []byte) [][]byte {
	cut := len(sample) >= sampleBytes
	if cut {
		sample = sample[:sampleBytes]
	}
	var lines [][]byte
	for len(sample) > 0 && len(lines) < sampleLines {
		line, rest, whole := bytes.Cut(sample, []byte{'\n'})
		if !whole && len(lines) > 0 && cut {
			break
		}
		if line = plainText(line); len(line) > 0 {
			lines = append(lines, line)
		}
		sample = rest
	}
	return lines
}

// dayFirst decides for the whole file what 03/04/2026 means: a first number over
// 12 anywhere makes it the day. Without such a line the month comes first, as
// Go, C and most software from the United States write it.
func dayFirst(lines [][]byte) bool {
	for _, line := range lines {
		for _, skip := range []int{0, 1} {
			if skip >= len(line) {
				continue
			}
			v, n := number(line, skip)
			if n == 0 || n > 2 || v > 31 || skip+n >= len(line) || line[skip+n] != '/' {
				continue
			}
			w, m := number(line, skip+n+1)
			if m == 0 || m > 2 || w > 31 {
				continue
			}
			if v > 12 {
				return true
			}
		}
	}
	return false
}
