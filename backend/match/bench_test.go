package match

import (
	"bytes"
	"testing"
	"time"
)

var cpuTime func() time.Duration

func bench(b *testing.B, text []byte, count func() int) {
	b.SetBytes(int64(len(text)))
	n, rounds := 0, 0
	var begun time.Duration
	if cpuTime != nil {
		begun = cpuTime()
	}
	for b.Loop() {
		n = count()
		rounds++
	}
	if cpuTime != nil {
		b.ReportMetric(float64(len(text))*float64(rounds)/float64((cpuTime()-begun).Nanoseconds()), "GB/cpu-s")
	}
	b.ReportMetric(float64(n), "lines")
}

func benchCount(b *testing.B, m Matcher) {
	text := logText()
	bench(b, text, func() int { return CountLines(m, text) })
}

func BenchmarkLiteral(b *testing.B) {
	for _, needle := range []string{"NEEDLE-7f3a9c21", "absent word", "Completed", " INFO ", "orders/1058764", "correlation=00", "exec-1"} {
		b.Run(needle, func(b *testing.B) { benchCount(b, Literal([]byte(needle))) })
	}
}

// The same with bytes.Index instead of an anchor.
func BenchmarkLiteralIndex(b *testing.B) {
	text := logText()
	for _, needle := range []string{"NEEDLE-7f3a9c21", "absent word", "Completed", " INFO ", "orders/1058764", "correlation=00", "exec-1"} {
		b.Run(needle, func(b *testing.B) {
			bench(b, text, func() int {
				n := 0
				for from := 0; from < len(text); n++ {
					i := bytes.Index(text[from:], []byte(needle))
					if i < 0 {
						break
					}
					from = lineEnd(text, from+i)
				}
				return n
			})
		})
	}
}

var benchPatterns = []struct{ name, pattern string }{
	{"P1", `status=(404|500) in \d{3,} ms`},
	{"P2", `\b\d{4,}\s+ms\b`},
	{"P3", `(?i)exception`},
	{"P4", `order \d+.*reason=[A-Z_]+ gateway=10\.0\.\d+\.\d+`},
	{"class", `[0-9a-f]{8}-[0-9a-f]{4}`},
	{"unicode", `\pL+Ж`},
	{"three", `Completed|declined|reserved sku`},
}

// The automaton alone, without filters.
func BenchmarkAutomatonCount(b *testing.B) {
	for _, p := range benchPatterns {
		m, _ := walker(p.pattern, true)
		b.Run(p.name, func(b *testing.B) {
			text := logText()
			bench(b, text, func() int { return countBy(m.a, text) })
		})
	}
}

func BenchmarkAutomatonFind(b *testing.B) {
	for _, p := range benchPatterns {
		m, _ := walker(p.pattern, false)
		b.Run(p.name, func(b *testing.B) {
			text := logText()
			bench(b, text, func() int {
				n := 0
				for from := 0; from < len(text); n++ {
					end := m.a.find(text, from)
					if end < 0 {
						break
					}
					from = lineEnd(text, end)
				}
				return n
			})
		})
	}
}

func BenchmarkLines(b *testing.B) {
	for _, p := range benchPatterns {
		m, _ := Lines(p.pattern)
		b.Run(p.name, func(b *testing.B) { benchCount(b, m) })
		m, _ = Lines("(?i)" + p.pattern)
		b.Run(p.name+"i", func(b *testing.B) { benchCount(b, m) })
	}
}

func benchFind(b *testing.B, m Matcher) {
	text := logText()
	bench(b, text, func() int {
		n := 0
		for from := 0; from < len(text); n++ {
			_, end := m.Find(text, from)
			if end < 0 {
				break
			}
			from = lineEnd(text, end)
		}
		return n
	})
}

func BenchmarkEntries(b *testing.B) {
	for _, p := range benchPatterns {
		m, _ := Entries(p.pattern)
		b.Run(p.name, func(b *testing.B) { benchFind(b, m) })
		m, _ = Entries("(?i)" + p.pattern)
		b.Run(p.name+"i", func(b *testing.B) { benchFind(b, m) })
	}
}

// Ends in a text of one block after another, as a search reads it.
func BenchmarkEnds(b *testing.B) {
	for _, p := range benchPatterns {
		m, _ := Entries(p.pattern)
		b.Run(p.name, func(b *testing.B) {
			text := logText()
			var ends []int
			bench(b, text, func() int {
				n := 0
				for from := 0; from < len(text); {
					to := windowEnd(text, from, 1<<20)
					ends = Ends(m, text[from:to], ends[:0])
					n += len(ends)
					from = to
				}
				return n
			})
		})
	}
}

func BenchmarkFold(b *testing.B) {
	for _, needle := range []string{"needle-7f3a9c21", "absent word", "exception", "error", "completed", " info ", "orders/1058764", "session", "task", "\u0416\u0423\u041a"} {
		b.Run(needle, func(b *testing.B) { benchCount(b, Fold(needle)) })
	}
}
