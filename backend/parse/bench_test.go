package parse

import (
	"bytes"
	"fmt"
	"testing"
)

// BenchmarkParse is the first pass over a file: Head on every line, Event on every
// entry, in megabytes a second of one core.
func BenchmarkParse(b *testing.B) {
	f := func(name string, entry func(i int) string) {
		var data bytes.Buffer
		for i := 0; data.Len() < 1<<20; i++ {
			data.WriteString(entry(i))
			data.WriteByte('\n')
		}
		b.Run(name, func(b *testing.B) {
			p := Detect(data.Bytes()[:sampleBytes], Options{})
			if p.Format() == "plain" {
				b.Fatal("not detected")
			}
			b.SetBytes(int64(data.Len()))
			b.ReportAllocs()
			for b.Loop() {
				lines := data.Bytes()
				for len(lines) > 0 {
					end := bytes.IndexByte(lines, '\n')
					line := lines[:end]
					if p.Head(line) {
						if e := p.Event(line); e.TimeText == "" {
							b.Fatal("no time")
						}
					}
					lines = lines[end+1:]
				}
			}
		})
	}
	f("json", func(i int) string {
		return fmt.Sprintf(`{"level":"info","logger":"inbox_channel","tenant":"acme","call_id":"8f3c2e71-%d","ms":%d,"time":"2026-11-22T10:11:12.%03dZ","message":"Message delivered to the channel"}`, i, i%900, i%1000)
	})
	f("logback", func(i int) string {
		return fmt.Sprintf(`2026-11-22 10:11:12,%03d [http-nio-8080-exec-%d] INFO  com.example.inbox.ChannelService - Message %d delivered to the channel in %d ms`, i%1000, i%8, i, i%900)
	})
	f("access", func(i int) string {
		return fmt.Sprintf(`10.1.%d.%d - - [22/Nov/2026:10:11:12 +0800] "GET /api/v2/calls/%d HTTP/1.1" 200 %d "https://pbx.example.org/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"`, i%200, i%250, i, i%9000)
	})
	f("syslog", func(i int) string {
		return fmt.Sprintf(`2026-11-22T10:11:12.%06d+08:00 mail postfix/smtpd[%d]: connect from example.com[10.0.0.%d]`, i%1e6, i%30000, i%250)
	})
	f("asterisk", func(i int) string {
		return fmt.Sprintf(`[2026-11-22 10:11:12] VERBOSE[%d][C-%08x] pbx.c: Executing [%d@default:1] Dial("SIP/100", "SIP/200")`, i%30000, i, i%900)
	})
	f("freeswitch", func(i int) string {
		return fmt.Sprintf(`2026-11-22 10:11:12.%06d 98.27%% [NOTICE] mod_sofia.c:1234 Hangup sofia/internal/%d@example.org [CS_EXECUTE]`, i%1e6, i)
	})
}

func BenchmarkDetect(b *testing.B) {
	sample := bytes.Repeat([]byte("a line of plain text that no format knows\n"), 1500)
	b.SetBytes(int64(len(sample)))
	for b.Loop() {
		Detect(sample, Options{})
	}
}

// BenchmarkCatalogue is what starting the program pays for the formats.
func BenchmarkCatalogue(b *testing.B) {
	for b.Loop() {
		loadCatalogue()
	}
}
