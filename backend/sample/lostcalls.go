package sample

import (
	"time"

	"cordwood/backend/event"
)

const (
	lostCalls     = 420 // at full strain
	leastLost     = 24
	heroLostAfter = 5*time.Minute + 17*sec // after the change
	// tellEvery is how many lost calls there are for one that the CRM and an
	// agent's visit speak of too.
	tellEvery = 12
)

// heroes are the two lost calls that documents and screens speak of; they are in
// all five families.
var heroes = [2]string{"8f3c2e71", "77ab01c9"}

var (
	saidReserve = compile("reserve failed for call {call}: no connection after 5000 ms account={agent} company=\"{company}\" campaign=318 pool=crm-main wait_ms=5000")
	saidRetry1  = compile("call {call} retry 1 of 3 in 250 ms")
	saidRetry2  = compile("call {call} retry 2 of 3 in 500 ms")
	saidLost    = compile("bridge {call} lost: leg b released, cause 41")
	saidStopped = compile("call {call} ended by the server after ")
	saidNoConn  = compile("no connection for call {call} from pool crm-main within 5000 ms: 60 of 60 in use, {200..330} waiting")
	saidResult  = compile("result of call {call} could not be pushed: link has no connection")
)

// planLosses plans the calls that the incident costs, and returns their ids, the
// heroes' first.
func (w *world) planLosses(at time.Time) (ids []string) {
	staff := w.people.of("Osprenne Travel")
	for i, t := range w.losses(at) {
		c := w.newCall(pick(w.rng, staff))
		c.campaign, c.trunk, c.queue = "318", "north-2", "recall"
		if i < len(heroes) {
			c.id, c.legA = heroes[i], heroes[i]+c.legA[8:]
		}
		ids = append(ids, c.id)
		w.planLoss(c, t, i < len(heroes) || i%tellEvery == 0)
	}
	return ids
}

// losses are the moments at which calls are lost: the heroes' first, then as
// dense as the outage.
func (w *world) losses(at time.Time) []time.Time {
	list := []time.Time{at.Add(heroLostAfter), at.Add(heroLostAfter + 262*msec)}
	n := max(leastLost, int(lostCalls*w.strain()))
	for len(list) < n {
		d := w.between(exhaustedAfter, drainedAfter)
		if w.rng.Float64() < outage(d) {
			list = append(list, at.Add(d))
		}
	}
	return list
}

// planLoss lets the call live until it is lost; told says whether other
// families hear of it.
func (w *world) planLoss(c *call, lost time.Time, told bool) {
	s := w.sceneOf(c)
	begin := lost.Add(-w.between(25*sec, 170*sec))
	w.at(begin, func() {
		w.pbx(callDial, s)
		w.app(event.Info, "dialer", "suite.dialer.CampaignRunner", saidDialled, s)
		w.in(900*msec, func() { w.pbx(callRoute, s) })
		w.in(5*sec, func() { w.app(event.Info, "queue", "suite.queue.Distributor", saidOffered, s); w.pbx(callOffer, s) })
		w.in(12*sec, func() {
			c.answered = w.now
			w.app(event.Info, "queue", "suite.call.Bridge", saidAnswered, s)
			w.pbx(callBridge, s)
		})
		if told {
			w.in(14*sec, func() { w.visitCall(c) })
		}
	})
	w.at(lost, func() { w.lose(c, s, told) })
}

// lose is the loss itself, as each family sees it.
func (w *world) lose(c *call, s *scene, told bool) {
	w.logback(application, event.Error, w.thread("dialer"), "suite.dialer.LinePlanner", w.say(saidReserve, s), poolExhausted)
	w.logback(database, event.Error, pick(w.rng, dbThreads), "suite.store.Pool", w.say(saidNoConn, s), nil)
	w.in(msec, func() { w.app(event.Warn, "dialer", "suite.dialer.LinePlanner", saidRetry1, s) })
	w.in(251*msec, func() {
		w.app(event.Warn, "dialer", "suite.dialer.LinePlanner", saidRetry2, s)
		w.logback(database, event.Error, pick(w.rng, dbThreads), "suite.store.Pool", w.say(saidNoConn, s), nil)
	})
	w.in(1478*msec, func() {
		c.ended = w.now
		w.pbx(callLost, s)
		w.app(event.Error, "call-events", "suite.call.Bridge", saidLost, s)
		w.appText(event.Info, "call-events", "suite.call.Bridge", appendClock(w.say(saidStopped, s), c.ended.Sub(c.answered)))
	})
	if told {
		w.in(1900*msec, func() { w.crm(event.Error, "suite.crm.ResultPush", saidResult, s, crmTimeout) })
	}
}
