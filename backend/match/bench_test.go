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
