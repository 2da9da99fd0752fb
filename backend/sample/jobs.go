package sample

import (
	"time"

	"cordwood/backend/event"
)

// job runs at fixed minutes, busy or not.
type job struct {
	name  string
	every time.Duration
	text  phrase
	odd   phrase // once in a while instead
	level event.Severity
}

var jobs = []job{
	{"QueueStatistics", 5 * time.Minute, compile("QueueStatistics done: {12..19} queues, {40..220} ms"), compile("QueueStatistics is {2..9} s behind"), event.Warn},
	{"CallbackDialer", 10 * time.Minute, compile("CallbackDialer done: {0..14} call-backs planned, {0..3} gave up"), compile("CallbackDialer skipped {1..4} numbers without consent"), event.Warn},
	{"MailFetch", 15 * time.Minute, compile("MailFetch done: {0..30} mails from 6 mailboxes, {300..2400} ms"), compile("MailFetch: mailbox support@{host} answered after {9..28} s"), event.Warn},
	{"RecordingUpload", 30 * time.Minute, compile("RecordingUpload done: {20..160} files, {30..900} MB"), compile("RecordingUpload: file rec-{#8}.wav is locked, next run"), event.Warn},
	{"CrmSync", 20 * time.Minute, compile("CrmSync done: {10..400} contacts pushed, {0..40} pulled"), compile("CrmSync stopped: crm answered 429, {11..90} contacts left"), event.Error},
	{"LicenceCheck", 6 * time.Hour, compile("LicenceCheck done: {31..44} of 60 seats used"), compile("LicenceCheck: server not reached, grace {20..29} days"), event.Warn},
	{"Vacuum", 24 * time.Hour, compile("Vacuum done: call_history, conversation, audit; {2..9} min"), compile("Vacuum skipped call_history: a report is running"), event.Warn},
	{"DailyReport", 24 * time.Hour, compile("DailyReport done: 8 companies, {44..61} recipients"), compile("DailyReport for {company} has no calls"), event.Warn},
	{"BackupCatalogue", 12 * time.Hour, compile("BackupCatalogue done: {120..180} MB, checksum {#12}"), compile("BackupCatalogue slower than usual: {14..31} min"), event.Warn},
}

// planJobs lets each job run on its minutes, an odd one about every sixtieth
// time.
func (w *world) planJobs() {
	for i := range jobs {
		j := &jobs[i]
		thread := "jobs-" + string(rune('1'+i%4))
		var run func()
		run = func() {
			w.in(j.every, run)
			w.logback(scheduleJobs, event.Info, thread, "suite.jobs.Clock", []byte(j.name+" started"), nil)
			w.in(time.Duration(200+w.rng.IntN(2600))*time.Millisecond, func() {
				logger := "suite.jobs." + j.name
				if w.rng.IntN(60) == 0 {
					w.logback(scheduleJobs, j.level, thread, logger, w.say(j.odd, w.anybody()), nil)
				}
				w.logback(scheduleJobs, event.Info, thread, logger, w.say(j.text, w.anybody()), nil)
			})
		}
		first := w.now.Truncate(j.every).Add(j.every + time.Duration(i)*700*time.Millisecond)
		w.at(first, run)
	}
}
