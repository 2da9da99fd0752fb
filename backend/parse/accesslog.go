package parse

import (
	"bytes"

	"cordwood/backend/event"
)

// accessLog reads the common and combined logs of Apache, nginx and their kin:
//
//	[vhost] ip ident account [22/Nov/2026:10:11:12 +0800] "GET /x HTTP/1.1" 200 512 "referer" "agent" more
//
// The status is no level; a desk that wants 5xx to be errors says so itself.
type accessLog struct{}

// visit is where the columns of a line stand.
type visit struct {
	vhost, ip, account           span
	time, request, status, bytes span
	method, path, protocol       span
	referer, agent, more         span
	stamp                        stamp
}

func (accessLog) fits(line []byte, c *clock) bool {
	var v visit
	return v.match(line, c)
}

// head: an access log has no continuation lines; error lines that share its file
// are entries of their own.
func (accessLog) head(line []byte, _ *clock) bool { return len(line) > 0 }

func (accessLog) event(entry []byte, c *clock) event.Event {
	var v visit
	if !v.match(headLine(entry), c) {
		return plain{}.event(entry, c)
	}
	text := string(entry)
	e := event.Event{Time: v.stamp.time, Zone: v.stamp.zone, TimeText: text[v.time.from:v.time.to]}
	e.Body = text[v.request.from:]
	e.Fields = make([]event.Field, 0, 11)
	add := func(name string, s span, kind event.FieldKind) {
		if value := text[s.from:s.to]; value != "" && value != "-" {
			e.Fields = append(e.Fields, event.Field{Name: name, Value: value, Kind: kind})
		}
	}
	add("vhost", v.vhost, event.Text)
	add("ip", v.ip, event.Text)
	add("account", v.account, event.Text)
	add("method", v.method, event.Text)
	add("path", v.path, event.Text)
	add("protocol", v.protocol, event.Text)
	add("status", v.status, event.Number)
	add("bytes", v.bytes, event.Number)
	add("referer", v.referer, event.Text)
	add("agent", v.agent, event.Text)
	add("more", v.more, event.Text)
	return e
}

func (v *visit) match(line []byte, c *clock) bool {
	open := stampBracket(line)
	if open < 0 {
		return false
	}
	st, n := c.read(line[open+1:])
	i := open + 1 + n
	if n == 0 || !requestBehind(line, i) {
		return false
	}
	v.stamp, v.time = st, span{open + 1, i}
	return v.who(line[:open]) && v.what(line, i+2)
}

// stampBracket is where the bracket before the time stands, -1 when it does not.
func stampBracket(line []byte) int {
	open := bytes.IndexByte(line, '[')
	if open < 4 || open > 512 {
		return -1
	}
	return open
}

// requestBehind reports whether bracket and quote between time and request stand
// at i.
func requestBehind(line []byte, i int) bool {
	return i+2 < len(line) && line[i] == ']' && line[i+1] == ' ' && line[i+2] == '"'
}

// statusSpan is the status at i; a dash is none.
func statusSpan(line []byte, i int) (span, bool) {
	w, n := number(line, i)
	if n == 3 && w >= 100 {
		return span{i, i + 3}, true
	}
	return span{i, i}, n == 0 && i < len(line) && line[i] == '-'
}

// who reads the columns before the time. The account may hold blanks.
func (v *visit) who(line []byte) bool {
	var words [4]span
	n, i := 0, blanks(line, 0)
	for i < len(line) && n < len(words) {
		j := i
		for j < len(line) && line[j] != ' ' && line[j] != '\t' {
			j++
		}
		words[n] = span{i, j}
		n++
		i = blanks(line, j)
	}
	switch {
	case n < 3:
		return false
	case n == 4 && i == len(line) && line[words[2].from] == '-':
		v.vhost, v.ip, v.account = words[0], words[1], words[3]
	case n == 4 && line[words[1].from] != '-':
		return false
	default:
		v.ip, v.account = words[0], span{words[2].from, len(bytes.TrimRight(line, " \t"))}
	}
	return true
}

// what reads the request and what follows it; i stands on its quote.
func (v *visit) what(line []byte, i int) bool {
	var ok bool
	if v.request, i, ok = quotedSpan(line, i); !ok {
		return false
	}
	v.splitRequest(line)
	i = blanks(line, i)
	if v.status, ok = statusSpan(line, i); !ok {
		return false
	}
	i = blanks(line, max(v.status.to, i+1))
	_, n := number(line, i)
	v.bytes = span{i, i + n}
	if n == 0 && i < len(line) && line[i] == '-' {
		n = 1
	}
	i = blanks(line, i+n)
	if i < len(line) && line[i] == '"' {
		if v.referer, i, ok = quotedSpan(line, i); ok {
			i = blanks(line, i)
		}
		if i < len(line) && line[i] == '"' {
			if v.agent, i, ok = quotedSpan(line, i); ok {
				i = blanks(line, i)
			}
		}
	}
	v.more = span{i, len(line)}
	return true
}

// splitRequest cuts "GET /path HTTP/1.1"; a request that is none stays the path.
func (v *visit) splitRequest(line []byte) {
	r := line[v.request.from:v.request.to]
	first := bytes.IndexByte(r, ' ')
	if first <= 0 {
		v.path = v.request
		return
	}
	v.method = span{v.request.from, v.request.from + first}
	v.path = span{v.request.from + first + 1, v.request.to}
	if last := bytes.LastIndexByte(r, ' '); last > first && bytes.HasPrefix(r[last+1:], []byte("HTTP")) {
		v.path.to = v.request.from + last
		v.protocol = span{v.request.from + last + 1, v.request.to}
	}
}

// quotedSpan is what stands between the quote at i and the next one that no
// backslash precedes, and the position behind it.
func quotedSpan(line []byte, i int) (span, int, bool) {
	for j := i + 1; j < len(line); {
		k := bytes.IndexByte(line[j:], '"')
		if k < 0 {
			break
		}
		slash := bytes.IndexByte(line[j:j+k], '\\')
		if slash < 0 {
			return span{i + 1, j + k}, j + k + 1, true
		}
		j += slash + 2
	}
	return span{}, i, false
}
