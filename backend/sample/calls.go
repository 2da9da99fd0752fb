package sample

import (
	"time"

	"cordwood/backend/event"
)

// call is one conversation with the outside. Its id is the head of its first
// leg's uuid, and is what other families write.
type call struct {
	id, legA, legB  string
	number          string // the outside party, from ranges kept for fiction
	trunk, queue    string
	campaign        string // "" for a call that came in
	agent           *account
	answered, ended time.Time
}

// destination is where the first leg wants to go, as the dialplan sees it.
func (c *call) destination() string {
	if c.campaign != "" {
		return "campaign-" + c.campaign
	}
	return c.queue
}

var (
	trunks  = []string{"north-1", "north-2", "south-1"}
	numbers = []string{"+447700900", "+12025550", "+441632960", "+61491570"}
)

func (w *world) newCall(agent *account) *call {
	legA := w.uuid()
	c := &call{
		id: legA[:8], legA: legA, legB: w.uuid(), agent: agent,
		number: pick(w.rng, numbers) + string([]byte{'1', byte('0' + w.rng.IntN(10)), byte('0' + w.rng.IntN(10))}),
		trunk:  pick(w.rng, trunks), queue: pick(w.rng, agent.company.queues),
	}
	if w.chance(55) {
		c.campaign = agent.company.campaign
	}
	return c
}

// uuid is a version 4 UUID from the sample's own generator.
func (w *world) uuid() string {
	return w.hex(8) + "-" + w.hex(4) + "-4" + w.hex(3) + "-" + pick(w.rng, []string{"8", "9", "a", "b"}) + w.hex(3) + "-" + w.hex(12)
}

// planCalls lets calls come in and campaigns dial.
func (w *world) planCalls() {
	w.every(150, func() { w.ring(w.newCall(pick(w.rng, w.people.tenants))) })
}

var (
	saidArrived  = compile("call {call} from {number} arrived for queue {queue} of {company}")
	saidDialled  = compile("campaign {campaign} dials {number}: call {call}")
	saidOffered  = compile("call {call} offered to agent {agent} ({company}) after {1..40} s in {queue}")
	saidAnswered = compile("call {call} answered by agent {agent}")
	saidEnded    = compile("call {call} ended after ")
	saidGaveUp   = compile("call {call} gave up after {8..70} s in {queue}")
	saidHistory  = compile("insert into call_history (call, agent, queue, talk_s) values ('{call}', {agent}, '{queue}', {4..900}) [{1..6} ms, 1 row]")
	saidLookup   = compile("contact for {number} found in {40..900} ms")
	saidNoTicket = compile("ticket for call {call} could not be written")
)

// ring is the beginning of a call; each stage plans the next.
func (w *world) ring(c *call) {
	s := w.sceneOf(c)
	if c.campaign != "" {
		w.pbx(callDial, s)
		w.app(event.Info, "dialer", "suite.dialer.CampaignRunner", saidDialled, s)
	} else {
		w.pbx(callSetup, s)
		w.app(event.Info, "sip", "suite.call.Arrival", saidArrived, s)
	}
	if w.chance(12) {
		w.crm(event.Info, "suite.crm.ContactLookup", saidLookup, s, nil)
	}
	w.in(w.between(900*msec, 4*sec), func() { w.pbx(callRoute, s) })
	if w.chance(7) {
		w.in(w.between(8*sec, 70*sec), func() {
			w.app(event.Info, "queue", "suite.queue.QueueMonitor", saidGaveUp, s)
			w.pbx(callGaveUp, s)
		})
		return
	}
	w.in(w.between(5*sec, 45*sec), func() { w.offer(c, s) })
}

func (w *world) offer(c *call, s *scene) {
	w.app(event.Info, "queue", "suite.queue.Distributor", saidOffered, s)
	w.pbx(callOffer, s)
	w.in(w.between(2*sec, 12*sec), func() {
		c.answered = w.now
		w.app(event.Info, "queue", "suite.call.Bridge", saidAnswered, s)
		w.pbx(callBridge, s)
		if w.chance(45) {
			w.in(w.between(300*msec, 3*sec), func() { w.visitCall(c) })
		}
		talk := time.Duration(min(w.rng.ExpFloat64(), 5)*170)*sec + w.between(4*sec, 9*sec)
		w.in(talk, func() { w.hangUp(c, s) })
	})
}

func (w *world) hangUp(c *call, s *scene) {
	if !c.ended.IsZero() { // the incident was faster
		return
	}
	c.ended = w.now
	w.pbx(callHangup, s)
	w.appText(event.Info, "call-events", "suite.call.Bridge", appendClock(w.say(saidEnded, s), c.ended.Sub(c.answered)))
	w.logback(database, event.Info, pick(w.rng, dbThreads), "suite.store.Sql", w.say(saidHistory, s), nil)
	if w.chance(2) {
		w.crm(event.Error, "suite.crm.TicketWriter", saidNoTicket, s, crmMapping)
	}
}

func (w *world) sceneOf(c *call) *scene {
	return &scene{call: c, who: c.agent, ip: c.agent.home.ip}
}

// app writes a phrase to the master log from one of a pool of threads.
func (w *world) app(level event.Severity, pool, logger string, p phrase, s *scene) {
	w.appText(level, pool, logger, w.say(p, s))
}

func (w *world) appText(level event.Severity, pool, logger string, message []byte) {
	w.logback(application, level, w.thread(pool), logger, message, nil)
}

func (w *world) thread(pool string) string {
	n := 1 + w.rng.IntN(16)
	if n > 9 {
		return pool + "-1" + string(rune('0'+n-10))
	}
	return pool + "-" + string(rune('0'+n))
}

// crm writes an entry that carries a call.
func (w *world) crm(level event.Severity, logger string, p phrase, s *scene, trace *exception) {
	w.jsonLine(crmData, level, logger, w.say(p, s), trace,
		text("crm", s.who.company.crm), text("company", s.who.company.name),
		text("account", s.who.id), text("call", s.call.id))
}

// appendClock writes a duration as 00:03:12.
func appendClock(b []byte, d time.Duration) []byte {
	n := int(d / sec)
	for i, v := range [3]int{n / 3600, n / 60 % 60, n % 60} {
		if i > 0 {
			b = append(b, ':')
		}
		b = append(b, byte('0'+v/10%10), byte('0'+v%10))
	}
	return b
}
