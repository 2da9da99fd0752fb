package app

// Every type that crosses to TypeScript, and nothing else. wire.ts is generated
// from this file and a test holds the two together (wirets.go). Ids are strings,
// times integer milliseconds since 1970 UTC (null: none), no maps.

// Said is a sentence of ours: the page says its code in its own language, with
// the args in the places {0}, {1}. Code "" says nothing.
type Said struct {
	Code Sentence `json:"code"`
	Args []string `json:"args"`
	Text string   `json:"text"` // the same in English, for copying and for scripts; it may say more
}

// Sentence is one of those that wire.ts lists: all that the source says.
type Sentence string

// Problem is a fault as the frontend gets it; Kind chooses the words.
type Problem struct {
	Op    string `json:"op"`
	Kind  string `json:"kind"`
	Path  string `json:"path"`
	Hint  Said   `json:"hint"`
	Cause Said   `json:"cause"`
}

// Zone is the time zone in which a source's times are read and shown.
type Zone struct {
	Name    string `json:"name"`    // IANA name, or "UTC+08:00"
	Label   string `json:"label"`   // "UTC+08:00" now
	Minutes int    `json:"minutes"` // east of UTC, now
	Fixed   bool   `json:"fixed"`   // the offset never changes
	Origin  string `json:"origin"`  // found | set | computer
}

// FamilyClock is how the times of one family are read.
type FamilyClock struct {
	Family string `json:"family"`
	Zone   string `json:"zone"`  // of times without one; "": the source's
	Ahead  int64  `json:"ahead"` // milliseconds that the clock was ahead; negative: behind
}

// Source is an opened folder, file or bundle.
type Source struct {
	ID         string        `json:"id"`
	Name       string        `json:"name"` // last element of the path
	Path       string        `json:"path"`
	Kind       string        `json:"kind"`  // folder | file | bundle
	State      string        `json:"state"` // live | snapshot | stale | offline
	Sample     bool          `json:"sample"`
	Unlocked   bool          `json:"unlocked"`
	LocksAt    *int64        `json:"locksAt"`
	Zone       Zone          `json:"zone"`
	Clocks     []FamilyClock `json:"clocks"`   // of families that have their own
	OpenedAt   int64         `json:"openedAt"` // another one: it is read anew, and what was asked of it is gone
	Now        int64         `json:"now"`      // the clock; in a bundle its end
	First      *int64        `json:"first"`
	Last       *int64        `json:"last"`
	Files      int           `json:"files"`
	Bytes      int64         `json:"bytes"`
	Lines      int64         `json:"lines"`
	Percent    int           `json:"percent"`  // of reading and ingesting
	Resolved   int           `json:"resolved"` // percent of the records that are looked up by what is known now of accounts and addresses
	Findings   int           `json:"findings"`
	Problems   []Notice      `json:"problems"`
	CheckedAt  int64         `json:"checkedAt"`
	CanOperate bool          `json:"canOperate"` // false for bundles and read-only folders
	Why        Said          `json:"why"`        // why it cannot, "" otherwise
	SilentFrom *int64        `json:"silentFrom"` // stale: the beginning of the first call that was not answered
}

// Recent is one line of the start screen.
type Recent struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Path   string `json:"path"`
	Kind   string `json:"kind"`
	State  string `json:"state"` // ready | offline
	Opened int64  `json:"opened"`
	Sample bool   `json:"sample"`
	Seen   *Seen  `json:"seen"` // null: it was never read to its end
}

// Seen is what a source held when it was last looked at; it is not asked for the list.
type Seen struct {
	At       int64  `json:"at"`
	Families int    `json:"families"`
	Bytes    int64  `json:"bytes"`
	Lines    int64  `json:"lines"`
	First    *int64 `json:"first"`
	Last     *int64 `json:"last"`
	Zone     int    `json:"zone"` // minutes east of UTC
}

// Start is the start screen.
type Start struct {
	Recent  []Recent `json:"recent"`
	Open    []Source `json:"open"`
	Face    string   `json:"face"` // window | browser
	Version string   `json:"version"`
	First   string   `json:"first"` // source id to show at once, "" for the start screen
}

// PickWords are what the system's picker says, in the page's language.
type PickWords struct {
	Title  string `json:"title"`
	Tables string `json:"tables"` // of a table: the files that look like one
	All    string `json:"all"`
}

// Listing is one folder in the picker of the browser face.
type Listing struct {
	Path    string  `json:"path"`
	Parent  string  `json:"parent"`
	Entries []Entry `json:"entries"`
}

// Entry of a Listing.
type Entry struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Kind  string `json:"kind"` // folder | bundle | file
	Bytes int64  `json:"bytes"`
}

// Span is a range of a text in UTF-16 units, end exclusive.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// QueryNotice is something to say about a query, from a column to before
// another (1-based, runes); a fix stands in their place. Code is query.Code.
type QueryNotice struct {
	Col        int    `json:"col"`
	End        int    `json:"end"`
	Code       string `json:"code"`
	Text       Said   `json:"text"`
	Fix        string `json:"fix"`
	Error      bool   `json:"error"`
	Incomplete bool   `json:"incomplete"`
}

// Notice is something true about an answer that its reader must know.
type Notice struct {
	File string `json:"file"`
	Kind string `json:"kind"`
	Text Said   `json:"text"`
}

// Count is a value with how often it occurs.
type Count struct {
	Text  string `json:"text"`
	Count int64  `json:"count"`
}

// Facet is the values of one field in a result.
type Facet struct {
	Field   string  `json:"field"`
	Values  []Count `json:"values"`
	Others  int64   `json:"others"`
	Missing int64   `json:"missing"`
	Exact   bool    `json:"exact"`
}

// Bucket of a histogram: counts by band, none, TRACE .. FATAL.
type Bucket struct {
	At     int64   `json:"at"`
	Counts []int64 `json:"counts"`
}

// Histogram has buckets side by side, of a step each; one of a day, or of hours, is an
// hour shorter or longer where the source's clocks are changed.
type Histogram struct {
	Rev     int64    `json:"rev"`  // of the LogState it belongs to
	Step    int64    `json:"step"` // milliseconds
	End     int64    `json:"end"`  // of the last bucket
	Buckets []Bucket `json:"buckets"`
	Untimed int64    `json:"untimed"`
}

// ---- Server Logs

// FamiliesView is the first screen of Server Logs.
type FamiliesView struct {
	Families []FamilyRow `json:"families"`
	Volume   Volume      `json:"volume"`
	Skipped  []Notice    `json:"skipped"`
	Held     int         `json:"held"`
}

// FamilyRow is one family.
type FamilyRow struct {
	Name    string    `json:"name"` // "application"
	File    string    `json:"file"` // "application.log"
	Code    string    `json:"code"`
	Known   bool      `json:"known"`
	Copies  []CopyRow `json:"copies"` // newest first, the live file before all
	Rotated int       `json:"rotated"`
	Bytes   int64     `json:"bytes"`
	Lines   int64     `json:"lines"`
	First   *int64    `json:"first"`
	Last    *int64    `json:"last"`
	Errors  int64     `json:"errors"`
	Warns   int64     `json:"warns"`
	State   string    `json:"state"`   // live | silent | growing | empty | missing | unreadable | rotated
	Silent  int64     `json:"silent"`  // milliseconds since the last entry, when silent
	Percent int       `json:"percent"` // read so far
	Charset string    `json:"charset"` // that was set; "" is found out, copy by copy
}

// CopyRow is one stored file.
type CopyRow struct {
	ID          string `json:"id"`
	Path        string `json:"path"`
	Bytes       int64  `json:"bytes"`
	Decoded     int64  `json:"decoded"`
	Lines       int64  `json:"lines"`
	First       *int64 `json:"first"`
	Last        *int64 `json:"last"`
	Errors      int64  `json:"errors"`
	Warns       int64  `json:"warns"`
	Modified    int64  `json:"modified"`
	Compression string `json:"compression"`
	Charset     string `json:"charset"` // as it is read: "utf-8", "gb18030"
	Live        bool   `json:"live"`
	Format      string `json:"format"`
	Problem     Said   `json:"problem"`
}

// Volume is the disk that holds the source.
type Volume struct {
	Known    bool    `json:"known"`
	Total    int64   `json:"total"`
	Free     int64   `json:"free"`
	Logs     int64   `json:"logs"`
	PerDay   int64   `json:"perDay"`   // bytes the logs grow a day, from the entries' times and stored sizes
	FullDays float64 `json:"fullDays"` // days to full at that rate; 0 unknown
}

// LogRequest opens a log view. Slot: a newer request in the same slot cancels
// the older one.
type LogRequest struct {
	Source   string   `json:"source"`
	Slot     string   `json:"slot"`
	Families []string `json:"families"`
	File     string   `json:"file"` // a single copy, "" for the chain
	Query    string   `json:"query"`
	Case     bool     `json:"case"`
	Expr     bool     `json:"expr"`
	From     *int64   `json:"from"`
	To       *int64   `json:"to"`
}

// LogState says what an open result covers.
type LogState struct {
	Handle  string        `json:"handle"` // "" when the query is not valid
	Rev     int64         `json:"rev"`
	Start   int64         `json:"start"` // position of the first row; falls as older files are read
	Total   int64         `json:"total"`
	Exact   bool          `json:"exact"`
	Scanned int64         `json:"scanned"`
	Percent int           `json:"percent"`
	Behind  int64         `json:"behind"` // bytes that are there and not looked at yet
	First   *int64        `json:"first"`  // of the matches
	Last    *int64        `json:"last"`
	From    *int64        `json:"from"` // of the entries looked at: what is covered
	To      *int64        `json:"to"`
	Took    int64         `json:"took"`   // milliseconds
	Levels  []int64       `json:"levels"` // matches by band
	Notices []Notice      `json:"notices"`
	Breaks  []Break       `json:"breaks"`
	Query   []QueryNotice `json:"query"`
	Explain []Said        `json:"explain"` // read one behind the other
	Lacking []Said        `json:"lacking"` // of fields that the query asks for and no entry has
	Problem *Problem      `json:"problem"`
}

// Break is where a file could not be read on: above the row at a position, behind so
// many lines of it.
type Break struct {
	Pos  int64  `json:"pos"`
	File string `json:"file"`
	Line int64  `json:"line"`
	Text Said   `json:"text"`
}

// LogPage is GET /data/rows.
type LogPage struct {
	Handle string   `json:"handle"`
	Rev    int64    `json:"rev"`
	From   int64    `json:"from"`
	Total  int64    `json:"total"`
	Rows   []LogRow `json:"rows"`
}

// LogRow is one entry, cut for a list: the first line, at most 2,000 characters.
type LogRow struct {
	Pos       int64    `json:"pos"`
	File      string   `json:"file"`
	Name      string   `json:"name"`
	Family    string   `json:"family"`
	Line      int64    `json:"line"`
	Lines     int      `json:"lines"`
	Time      *int64   `json:"time"`
	TimeText  string   `json:"timeText"`
	Level     int      `json:"level"` // band
	LevelText string   `json:"levelText"`
	Text      string   `json:"text"`
	Cut       int64    `json:"cut"` // bytes not shown, 0 when whole
	Marks     []Span   `json:"marks"`
	More      []string `json:"more"` // further lines, at most 200
}

// LogEntry is an entry whole (GET /data/entry).
type LogEntry struct {
	Row    LogRow  `json:"row"`
	Raw    string  `json:"raw"`    // at most 1 MiB
	Beyond int64   `json:"beyond"` // bytes of the entry that are not in Raw
	Format string  `json:"format"`
	Zone   string  `json:"zone"` // none | assumed | known
	Fields []Field `json:"fields"`
}

// Field of an entry or a record.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Kind  string `json:"kind"` // text | number | bool | json
}

// Seek is where a jump lands.
type Seek struct {
	Pos     int64  `json:"pos"`
	Found   bool   `json:"found"`
	Meaning string `json:"meaning"` // line | time | percent | offset
	Echo    string `json:"echo"`
}

// DeletePlan is what a deletion would do; nothing has been touched.
type DeletePlan struct {
	ID       string       `json:"id"`
	Items    []DeleteItem `json:"items"`
	Bytes    int64        `json:"bytes"`
	Files    int          `json:"files"`
	PurgedOn int64        `json:"purgedOn"` // when held files are purged
	Remains  []Remains    `json:"remains"`
}

// DeleteItem is one chosen file.
type DeleteItem struct {
	ID      string `json:"id"`
	Path    string `json:"path"`
	Family  string `json:"family"`
	Bytes   int64  `json:"bytes"`
	Lines   int64  `json:"lines"`
	First   *int64 `json:"first"`
	Last    *int64 `json:"last"`
	Refused Said   `json:"refused"` // why it stays, nothing when it goes
	// Rotatable: a live file whose server ends it when it is asked; its copy can go then.
	Rotatable bool `json:"rotatable"`
}

// Remains says what a family still covers afterwards.
type Remains struct {
	Family string       `json:"family"`
	Code   string       `json:"code"`
	First  *int64       `json:"first"`
	Band   []RemainFile `json:"band"` // oldest first
}

// RemainFile is one file in the band.
type RemainFile struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
	Goes  bool   `json:"goes"`
}

// DeleteMode is how a plan that was shown is carried out.
type DeleteMode string

// A file that was held can be restored; one that was purged is gone.
const (
	DeleteHold  DeleteMode = "hold"
	DeletePurge DeleteMode = "purge"
)

// DeleteResult tells what was done, file by file.
type DeleteResult struct {
	HoldID string   `json:"holdId"`
	Done   int      `json:"done"`
	Bytes  int64    `json:"bytes"`
	Failed []Notice `json:"failed"`
}

// HeldFile can still be restored.
type HeldFile struct {
	HoldID string `json:"holdId"`
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	HeldAt int64  `json:"heldAt"`
	Purge  int64  `json:"purge"`
	Actor  string `json:"actor"`
}

// ---- Access and Audit

// RecordRequest asks for access or audit records.
type RecordRequest struct {
	Source string `json:"source"`
	Slot   string `json:"slot"`
	Query  string `json:"query"`
	Case   bool   `json:"case"`
	Expr   bool   `json:"expr"`
	From   *int64 `json:"from"` // both included
	To     *int64 `json:"to"`
	Sort   string `json:"sort"` // column, "" is time
	Asc    bool   `json:"asc"`
	// Audit only; "" is all.
	Action string `json:"action"`
	Module string `json:"module"`
	Origin string `json:"origin"` // all | server | cordwood
}

// RecordState is an opened answer.
type RecordState struct {
	Handle  string        `json:"handle"` // "" when the query is not valid
	Total   int64         `json:"total"`
	Of      int64         `json:"of"`    // all records of the source
	Since   *int64        `json:"since"` // the oldest of all
	Took    int64         `json:"took"`
	Counts  []Count       `json:"counts"` // audit: all add modify delete query refused failed cordwood; access: by kind
	Query   []QueryNotice `json:"query"`
	Explain []Said        `json:"explain"` // read one behind the other
}

// AccessPage is GET /data/access.
type AccessPage struct {
	Handle string      `json:"handle"`
	From   int64       `json:"from"`
	Total  int64       `json:"total"`
	Rows   []AccessRow `json:"rows"`
}

// AccessRow is one visit or sign-in.
type AccessRow struct {
	ID            string        `json:"id"`
	Time          *int64        `json:"time"`
	TimeText      string        `json:"timeText"`
	Kind          string        `json:"kind"`  // visit | sign-in | sign-out | refused
	Scope         string        `json:"scope"` // administrator | tenant | ""
	Account       string        `json:"account"`
	Name          string        `json:"name"`
	Company       string        `json:"company"`
	CompanyOrigin string        `json:"companyOrigin"` // record | directory | note | ""
	Memo          string        `json:"memo"`
	MemoOrigin    string        `json:"memoOrigin"`
	Method        string        `json:"method"`
	Path          string        `json:"path"`
	Page          string        `json:"page"`
	Status        int           `json:"status"`
	Result        string        `json:"result"`
	IP            string        `json:"ip"`
	Place         string        `json:"place"`
	PlaceOrigin   string        `json:"placeOrigin"` // recorded | own | private | mmdb | country | unknown
	Country       string        `json:"country"`
	Agent         string        `json:"agent"`
	Ms            *int64        `json:"ms"`
	Bytes         *int64        `json:"bytes"`
	Session       string        `json:"session"`
	Request       string        `json:"request"`
	Marks         []ColumnMarks `json:"marks"`
}

// ColumnMarks are the matched ranges of one column's text.
type ColumnMarks struct {
	Column string `json:"column"`
	Spans  []Span `json:"spans"`
}

// AccessGroups are the visits of an answer by the values of one field: at most 500 of All.
type AccessGroups struct {
	Groups []AccessGroup `json:"groups"`
	All    int64         `json:"all"`
}

// AccessGroup are the visits that share a value, "" where they have none. Name, company and
// place are those of one visit where there are several.
type AccessGroup struct {
	Value       string `json:"value"`
	Name        string `json:"name"`
	Company     string `json:"company"`
	Place       string `json:"place"`
	PlaceOrigin string `json:"placeOrigin"`
	Country     string `json:"country"`
	Count       int64  `json:"count"`
	Refused     int64  `json:"refused"`
	Accounts    int64  `json:"accounts"` // different ones
	IPs         int64  `json:"ips"`
	First       *int64 `json:"first"`
	Last        *int64 `json:"last"`
}

// AccessDetail is a record whole, with what is known around it.
type AccessDetail struct {
	Row         AccessRow `json:"row"`
	Raw         string    `json:"raw"`
	File        string    `json:"file"`
	Line        int64     `json:"line"`
	Precision   string    `json:"precision"` // country | city | network | ...
	Attribution string    `json:"attribution"`
	FromIP      []Count   `json:"fromIp"`    // accounts seen from this address
	OfAccount   []Count   `json:"ofAccount"` // addresses of this account
	Notes       []Note    `json:"notes"`
}

// Note is what the user wrote on something.
type Note struct {
	Kind    string `json:"kind"` // ip | network | account | company | visit
	Key     string `json:"key"`
	Company string `json:"company"`
	Memo    string `json:"memo"`
	Updated int64  `json:"updated"`
}

// AuditPage is GET /data/audit.
type AuditPage struct {
	Handle string     `json:"handle"`
	From   int64      `json:"from"`
	Total  int64      `json:"total"`
	Rows   []AuditRow `json:"rows"`
}

// AuditRow is one administrative operation.
type AuditRow struct {
	ID          string        `json:"id"`
	Time        *int64        `json:"time"`
	TimeText    string        `json:"timeText"`
	Action      string        `json:"action"` // add | delete | modify | query | ""
	Verb        string        `json:"verb"`
	Account     string        `json:"account"`
	Name        string        `json:"name"`
	Role        string        `json:"role"`
	Company     string        `json:"company"`
	Module      string        `json:"module"`
	Type        string        `json:"type"`
	TargetID    string        `json:"targetId"`
	Target      string        `json:"target"`
	Changed     int           `json:"changed"` // fields that differ; -1 not recorded
	IP          string        `json:"ip"`
	Place       string        `json:"place"`
	PlaceOrigin string        `json:"placeOrigin"`
	Country     string        `json:"country"`
	Outcome     string        `json:"outcome"` // ok | refused | failed | unknown
	Reason      string        `json:"reason"`
	Origin      string        `json:"origin"` // server | cordwood | import
	Own         *OwnAct       `json:"own"`    // what Cordwood itself did, in its words; null for the operations of others
	Marks       []ColumnMarks `json:"marks"`
}

// OwnAct is an act of Cordwood: verb, module and target of the row are the same in English.
type OwnAct struct {
	Verb   Said `json:"verb"`
	Module Said `json:"module"`
	Target Said `json:"target"`
}

// Module is one that operations of a source name.
type Module struct {
	Text  string `json:"text"`
	Count int64  `json:"count"`
	Own   Said   `json:"own"` // the same where only acts of Cordwood name it; else nothing
}

// AuditDetail is the record that the action icon opens.
type AuditDetail struct {
	Row         AuditRow      `json:"row"`
	Changes     []Change      `json:"changes"` // every field; unchanged ones have kind "same"
	Before      string        `json:"before"`  // JSON, secrets masked
	After       string        `json:"after"`
	Raw         string        `json:"raw"` // secrets masked
	File        string        `json:"file"`
	Line        int64         `json:"line"`
	Session     string        `json:"session"`
	Correlation string        `json:"correlation"`
	History     []HistoryItem `json:"history"` // of the same target, newest first
	Visits      int64         `json:"visits"`  // of the same account, 15 minutes around
	Lines       int64         `json:"lines"`   // server entries, 30 seconds around
}

// Change is one field before and after.
type Change struct {
	Path    string   `json:"path"`
	Label   string   `json:"label"`
	Kind    string   `json:"kind"` // added | removed | changed | same
	Before  string   `json:"before"`
	After   string   `json:"after"`
	Removed []string `json:"removed"` // list items that went
	Added   []string `json:"added"`   // list items that came
	List    bool     `json:"list"`
	Masked  bool     `json:"masked"`
	Note    string   `json:"note"` // "+360, ×10"
}

// HistoryItem is one operation on the same target.
type HistoryItem struct {
	ID     string `json:"id"`
	Time   *int64 `json:"time"`
	Action string `json:"action"`
	Name   string `json:"name"`
	What   Said   `json:"what"` // "Agents, 4 in"
	This   bool   `json:"this"`
}

// ImportProposal is a mapping proposed for an exported audit page.
type ImportProposal struct {
	Path    string     `json:"path"`
	Header  []string   `json:"header"`
	Columns []string   `json:"columns"` // for each header cell the field it fills, "" for none
	Fields  []string   `json:"fields"`  // what can be filled
	Sample  [][]string `json:"sample"`
	Rows    int        `json:"rows"`
	Known   bool       `json:"known"` // remembered from an earlier import
}

// ImportResult counts what was taken.
type ImportResult struct {
	Taken   int      `json:"taken"`
	Doubled int      `json:"doubled"` // were there already
	Bad     []Notice `json:"bad"`
}

// TrailReport is the verdict over Cordwood's own trail.
type TrailReport struct {
	Rows   int64 `json:"rows"`
	Code   int   `json:"code"` // 0 complete and anchored .. 5 unreadable
	Text   Said  `json:"text"`
	BadSeq int64 `json:"badSeq"`
}

// ---- Rules

// RulesView is the Rule Setting desk.
type RulesView struct {
	Rev       int64     `json:"rev"`
	AppliedBy string    `json:"appliedBy"` // serverlog | window | none
	Cleaner   string    `json:"cleaner"`
	AppliedAt *int64    `json:"appliedAt"` // when the writer confirmed Rev; null while it has not
	Confirmed int64     `json:"confirmed"` // revision the writer reports
	Error     *Notice   `json:"error"`     // why a newer revision is not in force, as the writer says; null when it is
	MaxBytes  int64     `json:"maxBytes"`
	MaxCopies int       `json:"maxCopies"` // the greatest number that a rule may keep
	All       RuleRow   `json:"all"`
	Families  []RuleRow `json:"families"`
	Effect    Effect    `json:"effect"` // of the rules in force
	CanSave   bool      `json:"canSave"`
	Why       Said      `json:"why"`
}

// RuleRow is one family's rule; a null own value inherits.
type RuleRow struct {
	Family   string  `json:"family"` // "" for all families
	Code     string  `json:"code"`
	File     string  `json:"file"`
	Level    *string `json:"level"`
	Copies   *int    `json:"copies"`
	Cleaning *string `json:"cleaning"` // off | delete | hold | archive
	Cleaner  *string `json:"cleaner"`  // who cleans: of all families only
	// What is in force after inheriting.
	LevelNow    string   `json:"levelNow"`
	CopiesNow   int      `json:"copiesNow"`
	CleaningNow string   `json:"cleaningNow"`
	LevelFixed  string   `json:"levelFixed"` // why the level cannot be set ("always_on", "no_writer"), "" when it can
	Rotated     int      `json:"rotated"`
	Bytes       int64    `json:"bytes"`
	Running     string   `json:"running"` // level the writer reports, "" unknown
	Can         []string `json:"can"`     // level_live | level_restart | copies | cleaning
	// What came of the rule, as its writer and the last cleaning report it.
	CleanedAt *int64  `json:"cleanedAt"`
	Failed    *Notice `json:"failed"` // why the rule is not carried out, null where it is
	Waits     Said    `json:"waits"`  // why the last cleaning left it to a person, "" where it did not
}

// RuleEdit is a change to one row; a null value inherits, Set names which are meant.
type RuleEdit struct {
	Family   string   `json:"family"`
	Set      []string `json:"set"` // level | copies | cleaning; of all families cleaner too
	Level    *string  `json:"level"`
	Copies   *int     `json:"copies"`
	Cleaning *string  `json:"cleaning"`
	Cleaner  *string  `json:"cleaner"` // serverlog | window | none
}

// RuleShown is what a person was shown to go of one family, and may go.
type RuleShown struct {
	Family string `json:"family"`
	Files  int    `json:"files"`
	Bytes  int64  `json:"bytes"`
	Last   string `json:"last"` // path of the newest
}

// RuleVersions are the rules that a source had, the newest first.
type RuleVersions struct {
	Versions []RuleVersion `json:"versions"`
	Older    Said          `json:"older"` // why older ones are not there, "" where all are
}

// RuleVersion is the rules of one revision.
type RuleVersion struct {
	Rev     int64        `json:"rev"`
	At      *int64       `json:"at"` // when they were saved, null when nobody here saw it
	By      Said         `json:"by"` // who saved them, nothing when nobody here saw it
	Current bool         `json:"current"`
	First   bool         `json:"first"`   // the oldest that is known
	Changes []RuleChange `json:"changes"` // to the version before
	More    int          `json:"more"`    // changes that are not told
}

// RulePart is one value of a rule.
type RulePart string

// All that a person sets; who cleans is set for all families only.
const (
	PartLevel    RulePart = "level"
	PartCopies   RulePart = "copies"
	PartCleaning RulePart = "cleaning"
	PartCleaner  RulePart = "cleaner"
)

// RuleChange is one value of a rule that changed.
type RuleChange struct {
	Family string   `json:"family"` // "" for all families
	Code   string   `json:"code"`
	What   RulePart `json:"what"`
	From   string   `json:"from"` // what was in force
	To     *string  `json:"to"`   // null: inherits again
}

// CleanedFile is one that a rule took.
type CleanedFile struct {
	At      *int64 `json:"at"`
	Path    string `json:"path"`
	Bytes   int64  `json:"bytes"` // 0 when it was not recorded
	By      string `json:"by"`    // the server's word for itself, or the user of this computer
	Why     Said   `json:"why"`
	Outcome string `json:"outcome"` // ok | failed, "" when it is not known
	Failed  Said   `json:"failed"`
	HoldID  string `json:"holdId"` // of what is held and can be restored, else ""
	// Archived is where it was moved to, within the folder, else "".
	Archived string `json:"archived"`
}

// Rotated is what came of a rotation that was asked for.
type Rotated struct {
	Family string `json:"family"`
	File   string `json:"file"` // the copy; it ends with .log when it was not compressed within some seconds
	ID     string `json:"id"`   // of the copy, "" when it is not in the list yet
	At     int64  `json:"at"`   // by the server's clock
	By     string `json:"by"`   // who asked
}

// Effect is what rules would do now and over the next days. Nothing was changed.
type Effect struct {
	ComputedAt int64          `json:"computedAt"`
	Files      int            `json:"files"`
	Bytes      int64          `json:"bytes"`
	Later      int            `json:"later"` // files over the days that follow
	LaterBytes int64          `json:"laterBytes"`
	Items      []EffectItem   `json:"items"`
	Families   []EffectFamily `json:"families"`
	Waiting    []Notice       `json:"waiting"`
	Idle       Said           `json:"idle"` // why nobody carries the rules out, so that nothing goes; "" where somebody does
}

// EffectItem is one file that goes.
type EffectItem struct {
	Day    int    `json:"day"` // 0 now, 1 tomorrow ..
	At     int64  `json:"at"`
	Family string `json:"family"`
	Code   string `json:"code"`
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	Why    Said   `json:"why"`
	From   *int64 `json:"from"` // its first entry, null when not known
	UpTo   *int64 `json:"upTo"` // its newest: what is lost up to
}

// EffectFamily is one row of the 30 day chart.
type EffectFamily struct {
	Family   string `json:"family"`
	Code     string `json:"code"`
	Now      int    `json:"now"`
	Bytes    int64  `json:"bytes"`
	Last     string `json:"last"`     // path of the newest copy that goes now, "" where none does
	Days     []int  `json:"days"`     // files removed a day, from tomorrow
	Then     int    `json:"then"`     // copies at the end
	Earliest *int64 `json:"earliest"` // oldest entry that stays
}

// ---- Health

// HealthView is the first desk.
type HealthView struct {
	Now      int64      `json:"now"`
	Findings []Finding  `json:"findings"`
	Tiles    []Tile     `json:"tiles"`
	Volume   Volume     `json:"volume"`
	Refused  RefusedBox `json:"refused"`
	Latest   []AuditRow `json:"latest"`
	Rules    RulesBrief `json:"rules"`
}

// Finding is something that stands out, most urgent first.
type Finding struct {
	Kind   string   `json:"kind"`  // errors | silent | refused | growing | disk | waiting | unreadable
	Level  int      `json:"level"` // band
	Code   string   `json:"code"`
	Family string   `json:"family"`
	Count  int64    `json:"count"`
	Before int64    `json:"before"` // the same figure over the time before
	Usual  *float64 `json:"usual"`  // errors: an hour, refused: a day, over the days before; null: not known
	From   *int64   `json:"from"`
	To     *int64   `json:"to"`
	Text   string   `json:"text"` // the value that it is about: an address, a message
	Desk   string   `json:"desk"`
	Query  string   `json:"query"`
}

// Tile is one family's health.
type Tile struct {
	Family  string  `json:"family"`
	Code    string  `json:"code"`
	File    string  `json:"file"`
	Known   bool    `json:"known"`
	State   string  `json:"state"`
	Unit    string  `json:"unit"` // errors | refused | changes
	Hour    int64   `json:"hour"`
	Day     int64   `json:"day"`
	Until   *int64  `json:"until"` // hour and day are so many rows up to then; null before the first count
	Spark   []int64 `json:"spark"` // 48 half hours, oldest first
	Last    *int64  `json:"last"`
	Bytes   int64   `json:"bytes"`
	Copies  int     `json:"copies"`
	Percent int     `json:"percent"`
}

// RefusedBox sums up refused sign-ins of the last day.
type RefusedBox struct {
	Hour      int64        `json:"hour"`
	Day       int64        `json:"day"`
	Usual     *float64     `json:"usual"` // a day, over the days before; null: not known
	From      []RefusedRow `json:"from"`
	Accounts  int64        `json:"accounts"`
	Companies int64        `json:"companies"`
	Reasons   []Count      `json:"reasons"`
}

// RefusedRow is one address.
type RefusedRow struct {
	IP          string `json:"ip"`
	Place       string `json:"place"`
	PlaceOrigin string `json:"placeOrigin"`
	Country     string `json:"country"`
	Count       int64  `json:"count"`
}

// RulesBrief is the Health desk's box about rules.
type RulesBrief struct {
	Rev        int64        `json:"rev"`
	AppliedAt  *int64       `json:"appliedAt"`
	Cleaner    string       `json:"cleaner"`
	Level      string       `json:"level"`
	Copies     int          `json:"copies"`
	Own        int          `json:"own"`      // families with an own value
	Cleaning   int          `json:"cleaning"` // families with cleaning on
	Waiting    int          `json:"waiting"`
	Held       int          `json:"held"`
	HeldBytes  int64        `json:"heldBytes"`
	Error      *Notice      `json:"error"`
	LastRun    *CleaningRun `json:"lastRun"`
	Next       *EffectItem  `json:"next"`       // the first file that goes on a day to come; null: none is known
	Frees      *int64       `json:"frees"`      // bytes that a run would free now; null: not known
	FreesLater int64        `json:"freesLater"` // and over the 30 days to come
}

// CleaningRun is one run over the copies of a family.
type CleaningRun struct {
	At    int64 `json:"at"`
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// ---- Downloads, settings

// DownloadRequest asks for files, a family as one zip, the rows of a result, or one audit record.
type DownloadRequest struct {
	Source string   `json:"source"`
	Kind   string   `json:"kind"`  // files | zip | log | access | audit | record
	Files  []string `json:"files"` // ids; of a record its own
	Handle string   `json:"handle"`
	Format string   `json:"format"` // log: text, jsonl; records: csv, jsonl; a record: md, json
}

// Download is prepared; the browser fetches /data/download?id=, the window calls Save.
type Download struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"` // about; 0 unknown
}

// Saved tells where a download went.
type Saved struct {
	Path   string `json:"path"` // "" when the person cancelled
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// SettingsView is what the settings screen shows.
type SettingsView struct {
	Theme     string         `json:"theme"`    // system | light | dark
	Language  string         `json:"language"` // system | en | zh-CN
	Home      string         `json:"home"`
	Version   string         `json:"version"`
	SQLite    string         `json:"sqlite"`
	PlaceData string         `json:"placeData"` // attribution of the country table
	Networks  []NamedNetwork `json:"networks"`
	Tenants   []Tenant       `json:"tenants"`
	Face      string         `json:"face"`
}

// Tenant is one row of the tenant directory: the first four are what it says, the
// others whom it says it of.
type Tenant struct {
	Company string `json:"company"`
	Memo    string `json:"memo"`
	Name    string `json:"name"`
	Scope   string `json:"scope"`
	Account string `json:"account"` // pattern
	Host    string `json:"host"`    // pattern
	Path    string `json:"path"`    // prefix
	Network string `json:"network"` // CIDR or address
}

// FoundTenants are rows of a source's tenants.csv, the first of Total.
type FoundTenants struct {
	Rows  []Tenant `json:"rows"`
	Total int      `json:"total"`
}

// NamedNetwork is one of the admin's own CIDR names.
type NamedNetwork struct {
	Network string `json:"network"`
	Name    string `json:"name"`
}

// Tick is the only payload of events: something changed, ask again.
type Tick struct {
	Kind  string `json:"kind"` // source | log | access | audit | rules | health | download | downloaded | download_failed | front
	ID    string `json:"id"`   // source id, handle or download id
	Rev   int64  `json:"rev"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}
