package sample

import (
	"strconv"
	"time"
)

// session is somebody who signed in and has not signed out.
type session struct {
	who   *account
	id    string
	home  home
	until time.Time
}

// planAccess lets people come, look around and leave.
func (w *world) planAccess() {
	for range 8 {
		w.signIn()
	}
	w.every(44, w.signIn)
	w.every(560, w.visit)
	w.every(12, w.browse)
	w.process(60*min(1, w.volume), w.probe)
}

// signIn is a sign-in after up to two wrong passwords; one in the outage fails.
func (w *world) signIn() {
	who := pick(w.rng, w.people.tenants)
	if w.chance(9) {
		who = pick(w.rng, w.people.admins)
	}
	if w.rng.Float64() < w.outage(w.now) {
		w.refuse(who, who.home, who.client, 503, "no connection after 5000 ms", 5*sec+w.between(0, 9*msec))
		return
	}
	if w.chance(6) {
		w.refuse(who, who.home, who.client, 401, "wrong password, try "+strconv.Itoa(1+w.rng.IntN(2))+" of 5", w.between(20*msec, 60*msec))
		w.in(w.between(4*sec, 20*sec), func() { w.enter(who) })
		return
	}
	w.enter(who)
}

// enter is a sign-in that works.
func (w *world) enter(who *account) *session {
	s := &session{who: who, id: "s-" + w.hex(10), home: who.home, until: w.now.Add(w.between(20*time.Minute, 5*time.Hour))}
	w.online = append(w.online, s)
	w.visitOf(s, kindSignIn, "POST", "/login", "Sign-in", 200, "ok", w.between(40*msec, 300*msec))
	return s
}

func (w *world) refuse(who *account, from home, client string, status int, why string, took time.Duration) {
	w.access(accessRecord{
		kind: kindRefused, who: who, method: "POST", path: "/login", page: "Sign-in", status: status, result: why,
		ip: from.ip, place: from.place, agent: client, took: took, bytes: 300 + w.rng.Int64N(200), requestID: w.requestID(),
	})
}

// visit is a page view of somebody who is online; who stayed too long leaves.
func (w *world) visit() {
	if len(w.online) == 0 {
		w.signIn()
		return
	}
	i := w.rng.IntN(len(w.online))
	s := w.online[i]
	if w.now.After(s.until) {
		w.online = append(w.online[:i], w.online[i+1:]...)
		w.visitOf(s, kindSignOut, "POST", "/logout", "Sign-out", 204, "ok", w.between(4*msec, 20*msec))
		return
	}
	p := w.pickPage(pagesOf[s.who.admin])
	path := string(w.say(p.path, nil))
	took := w.between(4*msec, time.Duration(p.slowest)*msec/2)
	if w.chance(4) {
		took = w.between(took, time.Duration(p.slowest)*msec)
	}
	status, result := 200, "ok"
	switch n := w.rng.IntN(200); {
	case w.rng.Float64() < w.outage(w.now)*0.6:
		status, result, took = 503, "no connection after 5000 ms", 5*sec+w.between(0, 9*msec)
	case n < 3:
		status, result = 404, "not found"
	case n < 5:
		status, result = 403, "not allowed"
	case n < 8:
		status, result = 304, "not changed"
	case n == 8:
		status, result = 500, "failed"
	}
	w.visitOf(s, kindVisit, p.method, path, p.name, status, result, took)
}

// visitCall is an agent opening the call that they took.
func (w *world) visitCall(c *call) {
	w.visitOf(w.sessionOf(c.agent), kindVisit, "GET", "/api/calls/"+c.id, "Call", 200, "ok", w.between(8*msec, 90*msec))
}

func (w *world) visitOf(s *session, kind, method, path, name string, status int, result string, took time.Duration) {
	w.access(accessRecord{
		kind: kind, who: s.who, method: method, path: path, page: name, status: status, result: result,
		ip: s.home.ip, place: s.home.place, agent: s.who.client, took: took,
		bytes: 200 + w.rng.Int64N(24_000), session: s.id, requestID: w.requestID(),
	})
}

// access writes the record. The web gateway in front keeps out of its own log
// what the application logs itself.
func (w *world) access(r accessRecord) {
	r.at = w.now
	if r.requestID == "" {
		r.requestID = w.requestID()
	}
	w.out.access(r)
}

func (w *world) requestID() string { return "req-" + w.hex(10) }
