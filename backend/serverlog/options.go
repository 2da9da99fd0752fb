package serverlog

import (
	"path/filepath"
	"slices"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// Families are the ten that the suite's servers write.
var Families = []string{
	"application", "apps_objects", "inbox_channel", "email", "database",
	"access_log", "call_event", "schedule_jobs", "crm_data", "audit_log",
}

const (
	accessFamily = "access_log"
	auditFamily  = "audit_log"

	// minBytes: below it the two lines that record a cleaning would fill more
	// copies than the cleaning takes.
	minBytes = 1 << 10
	// defaultPoll is how often the rule file is read when nothing announces its
	// change, as on a share: a level is in force within 2 s.
	defaultPoll = 2 * time.Second
	// retryAfter is the wait after a compression failed, say on a full disk:
	// every try reads 100 MB.
	retryAfter = time.Minute
	// purgeAgain is the wait after a purge failed; each try is recorded twice.
	purgeAgain = time.Hour
	// quietRun: that a run had nothing to do is written down once a day.
	quietRun = 24 * time.Hour
	// filePerm lets the group read, so that a window need not run as the server.
	filePerm = 0o640
	dirPerm  = 0o750
)

// Options of Open. Only Dir is needed.
type Options struct {
	Dir      string           // made when it does not exist
	Families []string         // default: the ten of Families
	MaxBytes int64            // size that a live file never exceeds, 1 KiB and more; default rules.MaxLiveBytes
	Clock    func() time.Time // default time.Now; stamps records and dates copies
	Zone     *time.Location   // of the dates in names; default time.Local
	// PollEvery is how often the rule file is read; default 2 s. Changes on a
	// local disk are noticed at once.
	PollEvery time.Duration
	// Rules makes the suite obey cordwood-rules.json. Without it every level is
	// written and nothing is cleaned.
	Rules bool
	// Disposer does what the rule's action says; default hold.Disposer, which
	// deletes, holds beside the logs for seven days, or archives beside them.
	Disposer rules.Disposer
	// Witness records each cleaning before and after. The default writes a
	// record to the application family, or to the first one.
	Witness rules.Witness
}

func (o *Options) complete() error {
	if o.Dir == "" {
		return fault.New("open logs", fault.Invalid, "Dir", "name the folder for the logs", nil)
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return fault.New("open logs", fault.Invalid, o.Dir, "", err)
	}
	o.Dir = dir
	if len(o.Families) == 0 {
		o.Families = Families
	}
	o.Families = slices.Clone(o.Families)
	slices.Sort(o.Families)
	o.Families = slices.Compact(o.Families)
	for _, family := range o.Families {
		name := rules.Name{Family: family, Index: 1}
		if n, ok := rules.Dated(name.File()); !ok || n.Family != family {
			return fault.New("open logs", fault.Invalid, family, "a family is named like its file without .log", nil)
		}
	}
	if o.MaxBytes <= 0 || o.MaxBytes > rules.MaxLiveBytes {
		o.MaxBytes = rules.MaxLiveBytes
	}
	o.MaxBytes = max(o.MaxBytes, minBytes)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.PollEvery <= 0 {
		o.PollEvery = defaultPoll
	}
	return nil
}

// dateOf is the local date of a moment, as midnight UTC of that date.
func (o *Options) dateOf(t time.Time) time.Time {
	y, m, d := t.In(o.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
