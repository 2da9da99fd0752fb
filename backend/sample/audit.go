package sample

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// planAudit lets administrators work; most of it is looking.
func (w *world) planAudit() {
	const perHour = 52
	w.process(perHour*max(w.volume, 0.35), w.operate)
}

// operate is one administrative operation on some object.
func (w *world) operate() {
	m := w.rng.IntN(len(modules))
	r := auditRecord{who: pick(w.rng, w.people.admins), outcome: outcomeOK}
	switch n := w.rng.IntN(100); {
	case n < 97:
	case n < 99:
		r.outcome, r.reason = outcomeRefused, pick(w.rng, refusals)
	default:
		r.outcome, r.reason = outcomeFailed, pick(w.rng, failures)
	}
	switch n := w.rng.IntN(100); {
	case n < 74:
		w.query(&r, m)
	case n < 92:
		w.modify(&r, m)
	case n < 97:
		w.addObject(&r, m)
	default:
		w.deleteObject(&r, m)
	}
	w.audit(r, strings.TrimSuffix("/admin/"+r.targetType+"/"+r.id, "/"))
}

// aim fills in what an operation on an object is about.
func (r *auditRecord) aim(m *module, x *object, action, verb string) {
	r.action, r.verb, r.module, r.targetType = action, verb, m.name, m.target
	r.id, r.title = strconv.Itoa(x.id), x.title
	if x.company != nil {
		r.company = x.company.name
	}
}

func (w *world) query(r *auditRecord, m int) {
	x := pick(w.rng, w.objects.of[m])
	switch w.rng.IntN(3) {
	case 0:
		r.aim(&modules[m], x, actionQuery, "list")
		r.id, r.title = "", "list, "+strconv.Itoa(2+w.rng.IntN(240))+" rows"
	case 1:
		r.aim(&modules[m], x, actionQuery, "export")
		r.id, r.title = "", "export, "+w.now.Format("2 Jan")+", "+strconv.Itoa(20+w.rng.IntN(900))+" rows"
	default:
		r.aim(&modules[m], x, actionQuery, "view")
	}
}

// modify changes one to three fields; a refused operation leaves the object as
// it was, and shows what was asked for.
func (w *world) modify(r *auditRecord, m int) {
	mod, x := &modules[m], pick(w.rng, w.objects.of[m])
	r.aim(mod, x, actionModify, mod.verbs[1])
	r.before = x.document(mod)
	kept := append([]json.RawMessage(nil), x.values...)
	for range 1 + w.rng.IntN(3) {
		i := w.rng.IntN(len(mod.fields))
		for range 6 { // a new value may be the old one by chance
			if v := w.value(mod.fields[i]); string(v) != string(x.values[i]) {
				x.values[i] = v
				break
			}
		}
	}
	r.after = x.document(mod)
	if r.outcome != outcomeOK {
		x.values = kept
	}
}

func (w *world) addObject(r *auditRecord, m int) {
	mod := &modules[m]
	x := w.invent(w.objects, m, w.newTitle(m))
	r.aim(mod, x, actionAdd, mod.verbs[0])
	r.after = x.document(mod)
	if r.outcome == outcomeOK {
		w.objects.of[m] = append(w.objects.of[m], x)
	}
}

// deleteObject takes one of those that were added.
func (w *world) deleteObject(r *auditRecord, m int) {
	mod, list := &modules[m], w.objects.of[m]
	fixed := len(mod.titles)
	if len(list) == fixed {
		w.query(r, m)
		return
	}
	i := fixed + w.rng.IntN(len(list)-fixed)
	x := list[i]
	r.aim(mod, x, actionDelete, mod.verbs[2])
	r.before = x.document(mod)
	if r.outcome == outcomeOK {
		w.objects.of[m] = append(list[:i:i], list[i+1:]...)
	}
}

// audit writes the operation and the visit that carried it, with one request id.
func (w *world) audit(r auditRecord, path string) {
	s := w.sessionOf(r.who)
	r.at, r.session, r.correlation = w.now, s.id, w.requestID()
	method := map[string]string{actionQuery: "GET", actionAdd: "POST", actionModify: "PUT", actionDelete: "DELETE"}[r.action]
	status, result := 200, "ok"
	switch r.outcome {
	case outcomeRefused:
		status, result = 403, r.reason
	case outcomeFailed:
		status, result = 409, r.reason
	}
	w.out.audit(r)
	w.access(accessRecord{
		kind: kindVisit, who: r.who, method: method, path: path, page: r.module, status: status, result: result,
		ip: s.home.ip, place: s.home.place, agent: r.who.client, took: w.between(12*msec, 260*msec),
		bytes: 300 + w.rng.Int64N(9000), session: s.id, requestID: r.correlation,
	})
}

// sessionOf is the session that somebody has; without one they sign in first.
func (w *world) sessionOf(who *account) *session {
	for _, s := range w.online {
		if s.who == who {
			return s
		}
	}
	return w.enter(who)
}

// switchTrace is the administrator who starts and later stops the SIP trace.
func (w *world) switchTrace(on bool) {
	m := slices.IndexFunc(modules, func(m module) bool { return m.name == "Trunk" })
	mod, x := &modules[m], w.objects.of[m][1] // north-2
	r := auditRecord{who: w.people.find("12"), outcome: outcomeOK}
	r.aim(mod, x, actionModify, mod.verbs[1])
	r.before = x.document(mod)
	x.values[len(x.values)-1] = json.RawMessage(strconv.FormatBool(on))
	r.after = x.document(mod)
	w.audit(r, "/admin/trunk/"+r.id)
}
