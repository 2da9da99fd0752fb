package parse

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

// TestFront: a front finds what its expression finds, in the same places. The last
// expressions are there for what the formats do not use.
func TestFront(t *testing.T) {
	exprs := []string{
		`^(?P<level>a|ab)(?P<body>c|bcd)(d*)$`, `^(?:(?P<time>a+)|(?P<level>[^ ]{2,3}))b?$`, `^(?P<time>.*?)(?P<level>[A-Z]+)?$`, `^.*(?P<level>[a-z]\d)`,
		`^(?:(?P<time>\d) )*(?P<level>x|)$`, `^(?P<time>\S{2,4})-(?P<level>.)$`, `^[^a]*(?P<time>[^b]+)é?(?P<level>.+?)?$`, `^(?:a|b(?P<level>c))+?d`,
	}
	var all []string
	for _, lines := range skimFormats() {
		all = append(all, lines...)
	}
	for _, f := range catalogue().formats {
		l, ok := f.bind(nil).(*layout)
		if !ok {
			continue
		}
		for _, p := range l.patterns {
			if p.expr != nil {
				exprs = append(exprs, p.expr.text)
			}
		}
		if l.sure != nil {
			exprs = append(exprs, l.sure.text)
		}
	}
	fronts, known := 0, 0
	r := rand.New(rand.NewPCG(3, 4))
	for _, expr := range exprs {
		front := compileFront(expr)
		if front == nil {
			continue
		}
		fronts++
		re := regexp.MustCompile(expr)
		for range 150 {
			line := mutate(r, all[r.IntN(len(all))], all)
			if r.IntN(3) == 0 {
				line = make([]byte, r.IntN(8))
				for i := range line {
					line[i] = "aabbccdABx12 -é"[r.IntN(16)]
				}
			}
			if checkFront(t, front, re, line) {
				known++
			}
		}
	}
	if fronts*100 < len(exprs)*90 || known*100 < fronts*150*85 {
		t.Errorf("%d of %d expressions have a front, which knew %d matches", fronts, len(exprs), known)
	}
}

func checkFront(t *testing.T, front *frontNode, re *regexp.Regexp, line []byte) (known bool) {
	t.Helper()
	at, found, known := front.match(line)
	if !known {
		return false
	}
	want := re.FindSubmatchIndex(line)
	if found != (want != nil) {
		t.Fatalf("%s: found is %v in %q", re, found, line)
	}
	if !found {
		return true
	}
	for slot, name := range map[int]string{timeFrom: "time", levelFrom: "level"} {
		i := re.SubexpIndex(name)
		if i >= 0 && (at[slot] != want[2*i] || at[slot+1] != want[2*i+1]) {
			t.Fatalf("%s: %s at %d to %d of %q, want %v", re, name, at[slot], at[slot+1], line, want[2*i:2*i+2])
		}
	}
	return true
}
