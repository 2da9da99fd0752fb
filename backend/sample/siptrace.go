package sample

import (
	"strconv"
	"time"

	"cordwood/backend/event"
)

// The day before the last, an administrator switches the SIP trace of the phones
// on and forgets it until the evening: call_event.log reaches its limit and is
// rotated by size.
const (
	traceBytes = 104_857_600 * 106 / 100 // a little over one file
	traceFrom  = 10*time.Hour + 5*time.Minute
	traceTo    = 18*time.Hour + 20*time.Minute
)

// registration is one phone's dialogue with the registrar; what it keeps from
// one exchange to the next is why a trace packs so well.
type registration struct {
	who                *account
	callID, tag, nonce string
	cseq               int
	branch             string
}

// sipMessage is one message of the exchange. FreeSWITCH itself prints "recv 733
// bytes from" on a line of its own; ours carries the head of a log line, so that
// each message is an entry with a time.
type sipMessage struct {
	verb, way string // "recv" 733 bytes "from"
	text      phrase
}

const (
	sipAsk = "REGISTER sip:{host}:5060 SIP/2.0\n" + sipVia + sipFrom + "To: <sip:{account}@{host}>\n" +
		"Call-ID: {sip.callid}\nCSeq: {sip.cseq} REGISTER\nContact: <sip:{account}@{ip}:5060;transport=udp>\n" +
		"User-Agent: DeskPhone T46 66.86.0.15\nMax-Forwards: 70\nExpires: 60\n" +
		"Supported: path, outbound, gruu\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, REFER, NOTIFY, SUBSCRIBE, INFO, UPDATE\n"
	sipVia  = "Via: SIP/2.0/UDP {ip}:5060;branch=z9hG4bK{sip.branch};rport\n"
	sipFrom = "From: \"{name}\" <sip:{account}@{host}>;tag={sip.tag}\n"
	sipTo   = "To: <sip:{account}@{host}>;tag={sip.tag}r\nCall-ID: {sip.callid}\nCSeq: {sip.cseq} REGISTER\n" +
		"Server: FreeSWITCH-mod_sofia/1.10.12~64bit\n" +
		"Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, REGISTER, REFER, NOTIFY, PUBLISH, SUBSCRIBE\n" +
		"Supported: timer, path, replaces\n"
)

var exchange = []sipMessage{
	{"recv", "from", compile(sipAsk + "Content-Length: 0\n")},
	{"send", "to", compile("SIP/2.0 401 Unauthorized\n" + sipVia + sipFrom + sipTo +
		"WWW-Authenticate: Digest realm=\"{host}\", nonce=\"{sip.nonce}\", algorithm=MD5, qop=\"auth\"\nContent-Length: 0\n")},
	{"recv", "from", compile(sipAsk + "Authorization: Digest username=\"{account}\", realm=\"{host}\", nonce=\"{sip.nonce}\"," +
		" uri=\"sip:{host}:5060\", response=\"{#16}{sip.tag}{sip.tag}\", algorithm=MD5, qop=auth, nc=00000001\nContent-Length: 0\n")},
	{"send", "to", compile("SIP/2.0 200 OK\n" + sipVia + sipFrom + sipTo +
		"Contact: <sip:{account}@{ip}:5060;transport=udp>;expires=60\nContent-Length: 0\n")},
}

const rule = "------------------------------------------------------------------------\n"

// planTrace plans the traced hours of the day that begins at midnight.
func (w *world) planTrace(midnight time.Time) {
	var phones []*registration
	for _, a := range w.people.tenants {
		phones = append(phones, &registration{who: a, callID: w.hex(16) + "@" + a.home.ip, tag: w.hex(8), nonce: w.uuid()})
	}
	from, window := midnight.Add(traceFrom), traceTo-traceFrom
	written, n := 0, 0
	var turn func()
	turn = func() {
		written += w.register(phones[n%len(phones)])
		n++
		if written < traceBytes {
			w.at(from.Add(time.Duration(float64(window)*float64(written)/traceBytes)).Truncate(msec), turn)
		}
	}
	w.at(from, turn)
	w.at(from.Add(-20*sec), func() { w.switchTrace(true) })
	w.at(midnight.Add(traceTo+40*sec), func() { w.switchTrace(false) })
}

// register writes one exchange and returns its size.
func (w *world) register(p *registration) int {
	p.cseq++
	p.branch = w.hex(8)
	s := &scene{who: p.who, ip: p.who.home.ip, phone: p}
	total, idle := 0, string(w.digits(nil, 2))
	for i, m := range exchange {
		if i == 2 {
			p.cseq++
		}
		body := w.say(m.text, s)
		at, ok := w.out.admit(callEvent, event.Debug, w.now)
		if !ok {
			return len(body)
		}
		b := at.AppendFormat(w.buf[:0], logbackTime)
		micros := w.micros(at)
		b = append(appendMicros(b, micros), " 97."...)
		b = append(append(b, idle...), "% [DEBUG] sofia_reg.c:1921 "...)
		b = append(append(b, m.verb...), ' ')
		b = strconv.AppendInt(b, int64(len(body)), 10)
		b = append(append(b, " bytes "...), m.way...)
		b = append(append(b, " udp/["...), s.ip...)
		b = append(b, "]:5060 at "...)
		b = at.AppendFormat(b, "15:04:05.000")
		b = append(append(appendMicros(b, micros), ":\n"...), rule...)
		b = append(append(b, body...), rule...)
		w.buf = b
		w.out.write(callEvent, event.Debug, at, b)
		total += len(b)
		w.now = w.now.Add(2 * msec)
	}
	return total
}
