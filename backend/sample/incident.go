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
)

var (
	saidNoConn2  = compile("no connection for {select contact|select agent|insert message|update conversation|select session} from pool crm-main within 5000 ms: 60 of 60 in use, {200..330} waiting")
	saidPool     = compile("pool crm-main: 60 of 60 connections in use, {200..330} waiting")
	saidSlowPost = compile("POST /api/contacts/{10000..99999} 503 in {5001..5009} ms account={account}")
	saidDialling = compile("campaign 318 dialling {380..400} of 400 simultaneous calls")
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
	in.Calls = w.planLosses(at)
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

// strain is how much of the full incident there is: all of it from half the
// suite's talk on, so that it stands out.
func (w *world) strain() float64 { return min(1, 2*w.volume) }

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
// the gap is the mean one at its height and at full strain.
func (w *world) during(at time.Time, gap time.Duration, do func()) {
	gap = time.Duration(float64(gap) / max(w.strain(), 0.1))
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
