package query

import (
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	const in = `level:>=warn file:call_event "bridge lost" time:-1h.. (account:1001 OR account:10*) -heartbeat ms:>500`
	for b.Loop() {
		if _, _, err := Parse(in, desk); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseLongest pastes as much as is read as a query.
func BenchmarkParseLongest(b *testing.B) {
	for name, word := range map[string]string{"words": "word ", "brackets": "(a) ", "open": "( ", "quotes": `"a" `, "fullwidth": "“ ", "fields": "a:b ", "or": "OR "} {
		b.Run(name, func(b *testing.B) {
			in := strings.Repeat(word, maxInput/len(word))
			for b.Loop() {
				if _, _, err := Parse(in, openDesk()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkContainsFold(b *testing.B) {
	line := `2026-11-22 09:10:11,123 INFO [http-nio-8080-exec-7] com.example.queue.Consumer - message taken, id=8f3c2e71 ms=12` + "\n"
	hay := strings.Repeat(line, 10000)
	for _, needle := range []string{"bridge lost", "timeout", "kiosk", "错误"} {
		b.Run(needle, func(b *testing.B) {
			b.SetBytes(int64(len(hay)))
			for b.Loop() {
				if ContainsFold(hay, needle) {
					b.Fatal("found")
				}
			}
		})
	}
}
