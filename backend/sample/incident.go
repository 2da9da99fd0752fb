package sample

import (
	"encoding/json"
	"strconv"
	"time"

	"cordwood/backend/event"
)

// The incident, by its distance from the end of the sample: a campaign is
// changed to ten times the calls, the connection pool is exhausted two and a
// half minutes later, calls are lost and sign-ins fail until the campaign is
// changed back and the backlog has drained. Beside it somebody tries passwords
// from one address, and the mail service has been silent for an hour.
const (
	incidentBefore = 2*time.Hour + 10*time.Minute
	exhaustedAfter = 150 * sec
	repairedAfter  = 8*time.Minute + 5*sec
	drainedAfter   = 27 * time.Minute
	guessesFrom    = -11 * time.Minute
	guessesTo      = 15*time.Minute + 31*sec

	lostCalls     = 420 // at full volume
	leastLost     = 24
	guesses       = 41
	otherGuesses  = 12
	guesserIP     = "203.0.113.87"
	otherGuesser  = "198.51.100.23"
	heroLostAfter = 5*time.Minute + 17*sec
)

// heroes are the two lost calls that documents and screens speak of.
var heroes = [2]string{"8f3c2e71", "77ab01c9"}

var (
	saidReserve  = compile("reserve failed for call {call}: no connection after 5000 ms account={agent} company=\"{company}\" campaign=318 pool=crm-main wait_ms=5000")
	saidRetry1   = compile("call {call} retry 1 of 3 in 250 ms")
	saidRetry2   = compile("call {call} retry 2 of 3 in 500 ms")
	saidLost     = compile("bridge {call} lost: leg b released, cause 41")
	saidStopped  = compile("call {call} ended by the server after ")
	saidNoConn   = compile("no connection for call {call} from pool crm-main within 5000 ms: 60 of 60 in use, {200..330} waiting")
	saidNoConn2  = compile("no connection for {select contact|select agent|insert message|update conversation|select session} from pool crm-main within 5000 ms: 60 of 60 in use, {200..330} waiting")
	saidPool     = compile("pool crm-main: 60 of 60 connections in use, {200..330} waiting")
	saidSlowPost = compile("POST /api/contacts/{10000..99999} 503 in {5001..5009} ms account={account}")
	saidDialling = compile("campaign 318 dialling {380..400} of 400 simultaneous calls")
	saidResult   = compile("result of call {call} could not be pushed: link has no connection")
)

// planIncident plants the incident and returns what a test may expect of it.
func (w *world) planIncident(at time.Time) Incident {
	in := Incident{
		At: at, ExhaustedAt: at.Add(exhaustedAfter), RepairedAt: at.Add(repairedAfter), DrainedAt: at.Add(drainedAfter),
		Campaign: "318", CampaignName: "Autumn recall", Company: "Osprenne Travel",
		Account: "7", RepairedBy: "9", Pool: "crm-main", GuesserIP: guesserIP, Guesses: guesses,
	}
	w.outage = func(t time.Time) float64 { return outage(t.Sub(at)) }
	w.campaignHistory(at)
	w.planPrelude(at)
	for i, t := range w.losses(at) {
		c := w.newCall(pick(w.rng, w.staffOf(in.Company)))
		c.campaign, c.trunk, c.queue = in.Campaign, "north-2", "recall"
		if i < len(heroes) {
			c.id, c.legA = heroes[i], heroes[i]+c.legA[8:]
		}
		in.Calls = append(in.Calls, c.id)
		w.planLoss(c, t, i < len(heroes) || i%12 == 0)
	}
	w.planBacklog(at)
	w.planGuesses(at)
	return in
}

// outage is the part of requests that fail, so long after the change.
func outage(d time.Duration) float64 {
	switch {
	case d < exhaustedAfter || d > drainedAfter:
		return 0
	case d < repairedAfter:
		return 0.9
	}
	return 0.9 * float64(drainedAfter-d) / float64(drainedAfter-repairedAfter)
}

// losses are the moments at which calls are lost: the heroes' first, then as
// dense as the outage.
func (w *world) losses(at time.Time) []time.Time {
	list := []time.Time{at.Add(heroLostAfter), at.Add(heroLostAfter + 262*msec)}
	n := max(leastLost, int(lostCalls*min(1, w.volume)))
	for len(list) < n {
		d := w.between(exhaustedAfter, drainedAfter)
		if w.rng.Float64() < outage(d) {
			list = append(list, at.Add(d))
		}
	}
	return list
}

func (w *world) staffOf(company string) []*account {
	var list []*account
	for _, a := range w.people.tenants {
		if a.company.name == company {
			list = append(list, a)
		}
	}
	return list
}

// changeCampaign is one operation on the incident's campaign.
func (w *world) changeCampaign(who string, before, after json.RawMessage) {
	w.audit(auditRecord{
		who: w.people.find(who), company: "Osprenne Travel", action: actionModify, verb: "save", module: "Campaign", targetType: "campaign",
		id: "318", title: "Autumn recall", outcome: outcomeOK, before: before, after: after,
	}, "/admin/campaign/318")
}

func (w *world) campaignHistory(at time.Time) {
	if t := at.Add(-27 * time.Hour); t.After(w.now) {
		w.at(t, func() { w.changeCampaign("15", campaignAfter(), campaignAfter(editAgents)) })
	}
	w.at(at, func() { w.changeCampaign("7", campaignAfter(editAgents), campaignAfter(editAgents, editIncident)) })
	w.at(at.Add(2*sec), func() {
		w.appText(event.Info, "dialer", "suite.dialer.CampaignRunner", []byte("campaign 318 reloaded: 400 simultaneous calls, was 40"))
	})
	w.at(at.Add(repairedAfter), func() {
		w.changeCampaign("9", campaignAfter(editAgents, editIncident), campaignAfter(editAgents, editIncident, editRepair))
	})
	w.at(at.Add(repairedAfter+2*sec), func() {
		w.appText(event.Info, "dialer", "suite.dialer.CampaignRunner", []byte("campaign 318 reloaded: 60 simultaneous calls, was 400"))
	})
	w.at(at.Add(drainedAfter), func() {
		w.appText(event.Info, "pool", "suite.pool", []byte("pool crm-main: 22 of 60 connections in use, 0 waiting, recovered after 24 min 30 s"))
		w.logback(database, event.Info, "jdbc-1", "suite.store.Pool", []byte("pool crm-main recovered: 22 of 60 connections in use"), nil)
	})
}

// planPrelude is the two and a half minutes in which the dialler fills the pool.
func (w *world) planPrelude(at time.Time) {
	const steps = 12
	for i := 1; i < steps; i++ {
		w.at(at.Add(exhaustedAfter/steps*time.Duration(i)).Truncate(msec), func() {
			calls, used := 40+360*i/steps, 24+36*i/steps
			w.appText(event.Info, "dialer", "suite.dialer.CampaignRunner",
				[]byte("campaign 318 dialling "+strconv.Itoa(calls)+" of 400 simultaneous calls"))
			level := event.Info
			if used > 50 {
				level = event.Warn
			}
			w.appText(level, "pool", "suite.pool", []byte("pool crm-main: "+strconv.Itoa(used)+" of 60 connections in use, 0 waiting"))
		})
	}
	w.at(at.Add(exhaustedAfter), func() {
		w.logback(database, event.Error, "jdbc-2", "suite.store.Pool",
			[]byte("connection pool exhausted: crm-main, 60 of 60 in use, 212 waiting"), poolExhausted)
	})
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

// planBacklog is everything else that waits for a connection.
func (w *world) planBacklog(at time.Time) {
	w.during(at, 5*sec, func() { w.app(event.Warn, "pool", "suite.pool", saidPool, nil) })
	w.during(at, 7*sec, func() { w.app(event.Info, "dialer", "suite.dialer.CampaignRunner", saidDialling, nil) })
	w.during(at, 2*sec, func() { w.app(event.Warn, "http", "suite.api.RequestLog", saidSlowPost, w.anybody()) })
	w.during(at, 1200*msec, func() {
		w.logback(database, event.Error, pick(w.rng, dbThreads), "suite.store.Pool", w.say(saidNoConn2, nil), nil)
	})
	w.during(at, 14*sec, w.signIn)
}

// during repeats something while the outage lasts, the rarer the weaker it is;
// the gap is the mean one at its height and at full volume.
func (w *world) during(at time.Time, gap time.Duration, do func()) {
	gap = time.Duration(float64(gap) / min(1, max(w.volume, 0.1)))
	var again func()
	again = func() {
		strength := w.outage(w.now)
		if strength == 0 {
			return
		}
		do()
		w.in(w.between(gap/2, gap*3/2)*9/time.Duration(max(1, 10*strength)), again)
	}
	w.at(at.Add(exhaustedAfter+w.between(msec, gap)), again)
}

// planGuesses is somebody trying passwords: nine accounts of three companies
// from one address, and one account from another.
func (w *world) planGuesses(at time.Time) {
	var targets []*account
	for _, company := range []string{"Quillmoor Clinics", "Tavenport Freight", "Osprenne Travel"} {
		targets = append(targets, w.staffOf(company)[:3]...)
	}
	span := guessesTo - guessesFrom
	for i := range guesses {
		t := at.Add(guessesFrom + span/(guesses-1)*time.Duration(i)).Add(w.between(0, 9*sec)).Truncate(msec)
		who, try := targets[i%len(targets)], 1+i/len(targets)
		w.at(t, func() { w.guess(who, home{guesserIP, "Sofia, BG"}, try) })
	}
	victim := w.staffOf("Marrowby Insurance")[1]
	for i := range otherGuesses {
		w.at(at.Add(-50*time.Minute+time.Duration(i)*37*sec), func() { w.guess(victim, home{otherGuesser, "Lagos, NG"}, 1+i%5) })
	}
}

func (w *world) guess(who *account, from home, try int) {
	w.refuse(who, from, clients[0], 401, "wrong password, try "+strconv.Itoa(try)+" of 5", w.between(20*msec, 60*msec))
}
