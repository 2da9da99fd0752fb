package parse

import "testing"

func TestNeeded(t *testing.T) {
	for expr, want := range map[string]string{
		`^a\d+ bc`: " bc", `(?:ab|cd)x`: "x", `a*bc?`: "b", `(ab)+c`: "ab", `(?i)abc`: "", `^\d`: "", `a{2}bcd`: "bcd", `größer|kleiner`: "", `.ö.`: "ö",
	} {
		q, err := compileQuick(expr)
		if err != nil {
			t.Fatal(err)
		}
		if string(q.needed) != want {
			t.Errorf("%s needs %q, not %q", expr, q.needed, want)
		}
	}
}

// With or without the look before, each format that is sure of itself matches the
// same: all samples of all formats are tried.
func TestQuickIsTheExpression(t *testing.T) {
	tried := 0
	for _, f := range catalogue().formats {
		l, ok := f.bind(nil).(*layout)
		if !ok || l.sure == nil {
			continue
		}
		for _, samples := range catalogue().samples {
			for _, s := range samples {
				for _, line := range s.Entry {
					got, want := l.sure.Match([]byte(line)), l.sure.MatchString(line)
					if got != want {
						t.Errorf("%s: %v for %q", f.name, got, line)
					}
					if got {
						tried++
					}
				}
			}
		}
	}
	if tried == 0 {
		t.Error("no format is sure of a sample")
	}
}
