package sample

import "time"

// Manifest says what a sample holds: the oracle of tests, and what a person may
// look for. It is kept in the marker file.
type Manifest struct {
	Families []FamilyCount `json:"families"` // in the order of Families
	Access   AccessCount   `json:"access"`
	Audit    AuditCount    `json:"audit"`
	Incident Incident      `json:"incident"`
	Stored   int64         `json:"stored"` // bytes on disk of all log files
}

// FamilyCount is one family: what was written to it, and its files.
type FamilyCount struct {
	Name     string           `json:"name"`
	Entries  int64            `json:"entries"`
	Timeless int64            `json:"timeless"` // lines of call_event with a uuid and no time; not in Entries
	Levels   map[string]int64 `json:"levels"`   // entries by band (TRACE to FATAL); "" for those without
	Lines    int64            `json:"lines"`
	Bytes    int64            `json:"bytes"` // decoded
	First    time.Time        `json:"first"`
	Last     time.Time        `json:"last"`
	Files    []FileCount      `json:"files"` // oldest first, the live file last
}

// FileCount is one file as it lies there.
type FileCount struct {
	Name   string `json:"name"`
	Stored int64  `json:"stored"` // bytes on disk
	Bytes  int64  `json:"bytes"`  // decoded
	Lines  int64  `json:"lines"`
}

// AccessCount counts the records of access_log by kind and by scope.
type AccessCount struct {
	Records int64            `json:"records"`
	Kinds   map[string]int64 `json:"kinds"`
	Scopes  map[string]int64 `json:"scopes"`
}

// AuditCount counts the records of audit_log.
type AuditCount struct {
	Records  int64            `json:"records"`
	Actions  map[string]int64 `json:"actions"`
	Outcomes map[string]int64 `json:"outcomes"`
	Modules  map[string]int64 `json:"modules"`
}

// Incident is the one that was planted.
type Incident struct {
	At           time.Time `json:"at"` // the campaign is changed
	ExhaustedAt  time.Time `json:"exhausted_at"`
	RepairedAt   time.Time `json:"repaired_at"`
	DrainedAt    time.Time `json:"drained_at"`
	Campaign     string    `json:"campaign"`
	CampaignName string    `json:"campaign_name"`
	Company      string    `json:"company"`
	Account      string    `json:"account"`     // who changed it
	RepairedBy   string    `json:"repaired_by"` // who changed it back
	Pool         string    `json:"pool"`
	Calls        []string  `json:"calls"` // lost calls; the first two are in five families
	GuesserIP    string    `json:"guesser_ip"`
	Guesses      int       `json:"guesses"` // refused sign-ins from it
}

// Family is the count of one family.
func (m Manifest) Family(name string) FamilyCount {
	for _, f := range m.Families {
		if f.Name == name {
			return f
		}
	}
	return FamilyCount{}
}
