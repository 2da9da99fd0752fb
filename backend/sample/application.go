package sample

import (
	"strings"

	"cordwood/backend/event"
)

// appTalk is what the application service says all day about nothing special.
var appTalk = newDeck(
	line{260, event.Debug, "suite.presence", "presence fan-out {40..75} listeners in {1|2|3}.{0..9} ms", nil},
	line{120, event.Debug, "suite.queue.QueueMonitor", "queue {night-desk|dispatch|bookings|orders|support|policies|outage}: {0..9} waiting, longest 00:0{0..3}:{10..59}", nil},
	line{50, event.Trace, "suite.presence", "heartbeat from desktop {#8}", nil},
	line{220, event.Info, "suite.agent.AgentState", "agent {account} state {ready|offered|talking} → {wrap-up|break|away}", nil},
	line{240, event.Info, "suite.api.RequestLog", "{GET|GET|GET|POST|PUT} /api/{contacts|calls|queues|agents|messages}/{10000..99999} 200 in {4..180} ms account={account}", nil},
	line{60, event.Info, "suite.inbox.Router", "conversation {#8} routed to {account} after {1..40} s", nil},
	line{30, event.Info, "suite.pool", "pool crm-main: {6..31} of 60 connections in use, 0 waiting", nil},
	line{20, event.Info, "suite.core.Cache", "cache tenants: {900..1400} entries, {93..99} % hits, {0..12} evicted", nil},
	line{9, event.Warn, "suite.api.RequestLog", "slow request: GET /api/reports/{daily|queues|agents} took {2100..8900} ms account={account} company=\"{company}\"", nil},
	line{6, event.Warn, "suite.presence", "desktop {#8} of account {account} missed {3|4|5} heartbeats", nil},
	line{4, event.Warn, "suite.api.Limiter", "account {account} sent {61..140} requests in 10 s, limit 60", nil},
	line{1, event.Error, "suite.desktop.DesktopController", "contact card failed for account {account}: contact is null", contactNull},
)

// pools are the threads on which a package of the service logs.
var pools = map[string]string{
	"presence": "presence", "queue": "queue", "agent": "queue", "api": "http", "desktop": "http", "inbox": "router", "pool": "pool", "core": "core",
}

// planApplication starts the master log's small talk; calls and the incident
// speak here too.
func (w *world) planApplication() {
	w.every(1300, func() {
		l, p := appTalk.draw(w.rng)
		pool := pools[strings.Split(l.from, ".")[1]]
		w.logback(application, l.level, w.thread(pool), l.from, w.say(p, w.anybody()), l.trace)
	})
}

const banner = `starting
   ___            _  __
  / __|  _  _  _ (_)| |_  ___
  \__ \ | || || || ||  _|/ -_)
  |___/  \_,_||_||_| \__|\___|   contact centre 8.4.2
`

// restart is the whole server going down and coming up again at night.
func (w *world) restart() {
	app := func(level event.Severity, logger, text string) {
		w.logback(application, level, "main", logger, []byte(text), nil)
	}
	app(event.Info, "suite.core.Main", "shutdown requested by the update service")
	w.in(10*sec, func() {
		app(event.Warn, "suite.core.Main", "3 requests still running after 10 s, stopped")
		app(event.Info, "suite.core.Main", "shutdown complete")
		w.pbxRestart()
	})
	w.in(38*sec, func() {
		app(event.Info, "suite.core.Main", banner)
		app(event.Info, "suite.core.Main", "build 8.4.2-r317, java 21.0.4, 8 processors, 12288 MB heap")
		w.logback(database, event.Info, "main", "suite.store.Pool", []byte("pool crm-main started: 10 connections open, at most 60"), nil)
		w.logback(scheduleJobs, event.Info, "main", "suite.jobs.Clock", []byte("9 jobs loaded, 0 missed while down"), nil)
	})
	w.in(51*sec, func() {
		app(event.Info, "suite.core.Modules", "modules: queue agent campaign route trunk ivr recording inbox forms crm")
		app(event.Info, "suite.core.Main", "started in 13.204 seconds")
	})
}
