package sample

import (
	"strconv"
	"time"

	"cordwood/backend/event"
)

// mailTalk is the mail service, in syslog's new form (RFC 5424).
var mailTalk = newDeck(
	line{60, event.Info, "FETCH", "received from {customer|anna.k|office|info}@{mail.example|post.example} for support@{host}, {2..900} KiB", nil},
	line{60, event.Info, "SEND", "sent to {customer|anna.k|office|info}@{mail.example|post.example}, relay=mx{1|2}.{mail.example|post.example}, 250 ok, {200..4000} ms", nil},
	line{12, event.Info, "ROUTE", "mail assigned to {mail}", nil},
	line{6, event.Debug, "FETCH", "mailbox support@{host}: idle", nil},
	line{5, event.Warn, "SEND", "deferred: mx{1|2}.post.example said 451 try again later, next attempt in {5|10|30} min", nil},
	line{1, event.Error, "SEND", "gave up on {customer|office}@post.example after 5 attempts: 550 no such mailbox", nil},
)

// mailPriority is facility 2, mail, and syslog's severity.
var mailPriority = map[event.Severity]int{event.Debug: 23, event.Info: 22, event.Warn: 20, event.Error: 19}

func (w *world) planEmail() {
	w.every(150, func() {
		if !w.mailStops.IsZero() && w.now.After(w.mailStops) {
			return
		}
		l, p := mailTalk.draw(w.rng)
		at, ok := w.out.admit(email, l.level, w.now)
		if !ok {
			return
		}
		b := append(w.buf[:0], '<')
		b = strconv.AppendInt(b, int64(mailPriority[l.level]), 10)
		b = append(b, ">1 "...)
		b = at.AppendFormat(b, jsonTime)
		b = append(b, " pbx-hq suite-mail 2214 "...)
		b = append(b, l.from...)
		b = append(b, ` [mail@32473 id="`...)
		b = append(b, w.hex(10)...)
		b = append(b, `"] `...)
		b = p.append(b, w.rng, w.anybody())
		w.buf = append(b, '\n')
		w.out.write(email, l.level, at, w.buf)
	})
}

// mailQuiet is how long before the end the mail service falls silent: nobody
// notices in the incident's noise.
const mailQuiet = 3*time.Hour + 11*time.Minute
