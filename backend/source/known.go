package source

import (
	"path"
	"strings"
)

// KnownFamily is one of the families that the product describes on screen.
type KnownFamily struct {
	Code  string // three letters, as in lists and colours: "APP"
	Name  string // the family's name and the live file's stem
	File  string // the live file's name
	Holds string // what it holds, for the command line; the window has its own words
}

// Known are the ten families of product.md section 1, in product order.
var Known = []KnownFamily{
	{"APP", "application", "application.log", "the application service's master log"},
	{"OBJ", "apps_objects", "apps_objects.log", "dynamic forms: exceptions of core business that goes through them"},
	{"INB", "inbox_channel", "inbox_channel.log", "the channels behind the inbox"},
	{"EML", "email", "email.log", "mail received and sent"},
	{"DB", "database", "database.log", "database operations"},
	{"ACC", "access_log", "access_log.log", "user access"},
	{"CEV", "call_event", "call_event.log", "the PBX"},
	{"JOB", "schedule_jobs", "schedule_jobs.log", "scheduled jobs"},
	{"CRM", "crm_data", "crm_data.log", "exceptions while talking to a third-party CRM"},
	{"AUD", "audit_log", "audit_log.log", "administrative operations"},
}

// KnownAs finds the known family of a family name; the folder in front
// ("node1/application") does not matter.
func KnownAs(family string) (k KnownFamily, ok bool) {
	i := rank(family)
	if i == len(Known) {
		return KnownFamily{}, false
	}
	return Known[i], true
}

// rank is the place of a family in Known, len(Known) for all others.
func rank(family string) int {
	stem := path.Base(family)
	for i, k := range Known {
		if strings.EqualFold(stem, k.Name) {
			return i
		}
	}
	return len(Known)
}

// IsCompanion reports whether the base of name is that of a file beside the logs
// that Cordwood understands: tenants.csv, and the rule file with its status, its
// backup, its lock and what a killed save left of it.
func IsCompanion(name string) bool {
	base := path.Base(name)
	return base == "tenants.csv" || strings.HasPrefix(base, "cordwood-rules.")
}
