package sample

import "cordwood/backend/event"

// dbTalk is the database layer; statements may span lines.
var dbTalk = newDeck(
	line{200, event.Debug, "suite.store.Sql", "select * from {contact|agent|queue|conversation} where id = {1000..99000} [{1..9} ms, 1 row]", nil},
	line{90, event.Debug, "suite.store.Sql", `
select c.id, c.name, c.phone, max(h.at) as last_call
  from contact c
  left join call_history h on h.contact_id = c.id
 where c.tenant = '{company}'
 group by c.id, c.name, c.phone
 limit {50|100|200} [{12..240} ms, {3..200} rows]`, nil},
	line{160, event.Info, "suite.store.Tx", "commit tx {400000..899999}: {1..9} statements, {1..60} ms", nil},
	line{40, event.Info, "suite.store.Pool", "pool crm-main: {6..31} of 60 connections in use, {0..9} opened, {0..9} closed", nil},
	line{8, event.Warn, "suite.store.Slow", `slow statement, {1200..7400} ms:
select a.id, count(*) as calls, avg(h.talk_s) as talk
  from agent a
  join call_history h on h.agent_id = a.id
 where h.at >= now() - interval '{7|14|30} days'
 group by a.id
 order by calls desc`, nil},
	line{3, event.Warn, "suite.store.Tx", "rollback tx {400000..899999}: could not serialize access, retry {1|2} of 3", nil},
	line{1, event.Error, "suite.store.Tx", "tx {400000..899999} failed", deadlock},
)

var dbThreads = []string{"jdbc-1", "jdbc-2", "jdbc-3", "jdbc-4", "jdbc-6"}

func (w *world) planDatabase() {
	w.every(520, func() {
		l, p := dbTalk.draw(w.rng)
		w.logback(database, l.level, pick(w.rng, dbThreads), l.from, w.say(p, w.anybody()), l.trace)
	})
}
