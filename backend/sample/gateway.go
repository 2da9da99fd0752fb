package sample

import (
	"strconv"

	"cordwood/backend/event"
)

var statics = []string{"/static/app.8f21.js", "/static/app.8f21.css", "/static/icons.svg", "/favicon.ico", "/static/ring.mp3"}

// browse is what a browser fetches beside the pages; only the gateway sees it.
func (w *world) browse() {
	s := w.anybody()
	for _, path := range statics[:2+w.rng.IntN(len(statics)-1)] {
		w.combined(s.ip, "", "GET", path, 200, 900+w.rng.Int64N(90_000), "https://"+s.who.company.host+"/", s.who.client)
	}
}

// probe is the load balancer's look at the service.
func (w *world) probe() {
	status := 200
	if w.rng.Float64() < w.outage(w.now) {
		status = 503
	}
	w.combined("10.20.0.5", "", "GET", "/health", status, 15, "", "suite-probe/1.4")
}

// combined writes a line of the combined log format.
func (w *world) combined(ip, user, method, path string, status int, size int64, referer, agent string) {
	at, _ := w.out.admit(gateway, event.None, w.now)
	b := append(w.buf[:0], ip...)
	b = append(b, " - "...)
	b = append(b, dash(user)...)
	b = at.AppendFormat(b, " [02/Jan/2006:15:04:05 -0700] \"")
	b = append(append(append(b, method...), ' '), path...)
	b = append(b, " HTTP/1.1\" "...)
	b = strconv.AppendInt(b, int64(status), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, size, 10)
	b = append(append(b, " \""...), dash(referer)...)
	b = append(append(b, "\" \""...), agent...)
	w.buf = append(b, "\"\n"...)
	w.out.write(gateway, event.None, at, w.buf)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
