package parse

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

// skimBench makes lines of one format, about 150 bytes long.
type skimBench struct {
	name, format string
	entry        func(i int, at time.Time) string
}

var skimBenches = []skimBench{
	{"logback", "logback", func(i int, at time.Time) string {
		return fmt.Sprintf(`%s [http-nio-8080-exec-%d] %-5s com.example.inbox.ChannelService - Message %d delivered to the channel of tenant acme in %d ms, 3 left in queue`, at.Format("2006-01-02 15:04:05,000"), i%8, levelFor(i), i, i%900)
	}},
	{"spring", "spring", func(i int, at time.Time) string {
		return fmt.Sprintf(`%s %5s 12345 --- [nio-8080-exec-%d] c.e.inbox.web.ChannelController           : Message %d delivered to the channel in %d ms`, at.Format("2006-01-02 15:04:05.000"), levelFor(i), i%8, i, i%900)
	}},
	{"zerolog", "json", func(i int, at time.Time) string {
		return fmt.Sprintf(`{"level":"info","logger":"inbox_channel","tenant":"acme","call_id":"8f3c2e71-%d","ms":%d,"time":"%s","message":"Message delivered to the channel"}`, i, i%900, at.Format("2006-01-02T15:04:05.000Z"))
	}},
	{"json", "json", func(i int, at time.Time) string {
		return fmt.Sprintf(`{"@timestamp":"%s","log.level":"INFO","message":"delivered %d \"quoted\"","service":{"name":"inbox","node":{"id":%d}},"tags":["a","b"],"ok":true,"took":%d.5}`, at.Format("2006-01-02T15:04:05.000Z"), i, i%7, i%900)
	}},
	{"access", "access", func(i int, at time.Time) string {
		return fmt.Sprintf(`10.1.%d.%d - - [%s] "GET /api/v2/calls/%d HTTP/1.1" 200 %d "https://pbx.example.org/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"`, i%200, i%250, at.Format("02/Jan/2006:15:04:05 -0700"), i, i%9000)
	}},
	{"freeswitch", "freeswitch", func(i int, at time.Time) string {
		if i%3 == 0 {
			return fmt.Sprintf(`8f3c2e71-2222-4b1c-9d3e-%012d %s 98.27%% [DEBUG] switch_core_media.c:1234 Set telephone-event payload to 101@8000 for leg %d`, i, at.Format("2006-01-02 15:04:05.000000"), i)
		}
		return fmt.Sprintf(`%s 98.27%% [NOTICE] mod_sofia.c:1234 Hangup sofia/internal/%d@example.org [CS_EXECUTE] [NORMAL_CLEARING] after the caller hung up`, at.Format("2006-01-02 15:04:05.000000"), i)
	}},
	{"syslog", "syslog", func(i int, at time.Time) string {
		return fmt.Sprintf(`%s mail postfix/smtpd[%d]: connect from mx%d.example.com[10.0.0.%d], tls=yes, protocol TLSv1.3, cipher TLS_AES_256_GCM_SHA384`, at.Format("Jan _2 15:04:05"), i%30000, i, i%250)
	}},
	{"rsyslog", "syslog", func(i int, at time.Time) string {
		return fmt.Sprintf(`%s mail postfix/smtpd[%d]: connect from mx%d.example.com[10.0.0.%d], tls=yes, protocol TLSv1.3, cipher TLS_AES`, at.Format("2006-01-02T15:04:05.000000-07:00"), i%30000, i, i%250)
	}},
	{"logfmt", "logfmt", func(i int, at time.Time) string {
		return fmt.Sprintf(`time="%s" level=info msg="Message delivered to the channel" logger=inbox tenant=acme call=8f3c2e71-%d ms=%d node=n%d`, at.Format("2006-01-02T15:04:05Z"), i, i%900, i%5)
	}},
	{"nginx", "nginx_error", func(i int, at time.Time) string {
		return fmt.Sprintf(`%s [error] %d#%d: *%d open() "/srv/www/missing-%d.html" failed (2: No such file or directory), client: 10.0.0.%d, server: example.org`, at.Format("2006/01/02 15:04:05"), i%30000, i%8, i, i, i%250)
	}},
	{"apache", "apache_error", func(i int, at time.Time) string {
		return fmt.Sprintf(`[%s] [core:error] [pid %d:tid %d] [client 10.0.0.%d:%d] AH00126: Invalid URI in request GET /%d HTTP/1.1`, at.Format("Mon Jan 02 15:04:05.000000 2006"), i%30000, i, i%250, i%60000, i)
	}},
	{"asterisk", "asterisk", func(i int, at time.Time) string {
		return fmt.Sprintf(`[%s] VERBOSE[%d][C-%08x] pbx.c: Executing [%d@default:1] Dial("SIP/100-0000%d", "SIP/200,30,tT") in new stack`, at.Format("2006-01-02 15:04:05"), i%30000, i, i%900, i)
	}},
	{"plain", "plain", func(i int, at time.Time) string {
		return fmt.Sprintf(`%s Message %d delivered to the channel of tenant acme in %d ms, 3 left in the queue of the dispatcher, next in 5 s`, at.Format("2006-01-02 15:04:05.000"), i, i%900)
	}},
}

func levelFor(i int) string { return []string{"INFO", "INFO", "DEBUG", "INFO", "WARN", "ERROR"}[i%6] }

var benchTrace = []string{
	"java.lang.IllegalStateException: channel is closed", "\tat com.example.inbox.ChannelService.deliver(ChannelService.java:212)",
	"\tat com.example.inbox.web.ChannelController.post(ChannelController.java:87)", "Caused by: java.io.IOException: gone", "\t... 23 more",
}

// skimLog is a megabyte of a format. Lines come a few milliseconds apart; about one
// in twelve belongs to a trace, where the format can have one.
func skimLog(name, format string, entry func(int, time.Time) string) []byte {
	var data bytes.Buffer
	at := time.Date(2026, 11, 22, 10, 11, 12, 0, time.FixedZone("", 8*3600))
	for i := 0; data.Len() < 1<<20; i++ {
		at = at.Add(time.Duration(i%50) * time.Millisecond)
		data.WriteString(entry(i, at) + "\n")
		if i%60 == 0 && format != "access" && format != "syslog" {
			for _, line := range benchTrace {
				data.WriteString(line + "\n")
			}
		}
	}
	return data.Bytes()
}

// BenchmarkSkim is the first pass over a file: Skim on every line, and Peek where
// it is not sure, in megabytes a second of one core.
func BenchmarkSkim(b *testing.B) {
	for _, f := range skimBenches {
		data := skimLog(f.name, f.format, f.entry)
		b.Run(f.name, func(b *testing.B) {
			p := Detect(data[:sampleBytes], Options{Modified: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)})
			if p.Format() != f.format {
				b.Fatalf("detected as %s", p.Format())
			}
			skim := p.Skim()
			heads, doubts := 0, 0
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				for lines := data; len(lines) > 0; {
					end := bytes.IndexByte(lines, '\n')
					head, _, _, sure := skim(lines[:end])
					if head {
						heads++
						if !sure {
							p.Peek(lines[:end])
							doubts++
						}
					}
					lines = lines[end+1:]
				}
			}
			if doubts*100 > heads {
				b.Fatalf("unsure of %d of %d heads", doubts, heads)
			}
		})
	}
}
