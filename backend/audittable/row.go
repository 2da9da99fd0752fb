package audittable

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

// Row is one operation as the table tells it; texts are empty where it does not.
type Row struct {
	Time     time.Time // UTC
	TimeText string
	Zone     event.ZoneKind

	Account, Name, Role, Company, IP, Session string

	Action string // add, delete, modify, query, or ""
	Verb   string // the action as written
	Module string

	TargetType, TargetID, Target   string
	Outcome, Reason, Before, After string
	Correlation                    string

	Line   int
	Offset event.Offset // of the row in the text
	Raw    string
}

// Read gives the rows in their order. columns are as Propose gives them; a time
// without a zone is in zone. The error is for columns that make no sense.
func (t *Table) Read(columns []string, zone *time.Location) ([]Row, []Problem, error) {
	if err := t.check(columns); err != nil {
		return nil, nil, err
	}
	timeAt := slices.Index(columns, "time")
	var times []string
	t.each(func(cells []string, _ int, _, _ event.Offset) error {
		if timeAt < len(cells) && len(times) < 10_000 {
			times = append(times, cells[timeAt])
		}
		return nil
	})
	order := orderOf(times)
	var rows []Row
	problems := t.each(func(cells []string, line int, from, to event.Offset) error {
		row, err := fill(columns, cells, order, zone)
		if err != nil {
			return err
		}
		row.Line, row.Offset = line, from
		row.Raw = strings.TrimRight(strings.ToValidUTF8(string(t.text[from:to]), "\ufffd"), "\r\n")
		rows = append(rows, row)
		return nil
	})
	return rows, problems, nil
}

func (t *Table) check(columns []string) error {
	bad := func(path string, why fault.Said) error {
		return fault.New("import", fault.Invalid, path, "choose the columns again", why)
	}
	if len(columns) != len(t.Header) {
		return bad("", fault.Say("{0} columns for a header of {1} cells", len(columns), len(t.Header)))
	}
	used := map[string]bool{}
	for _, c := range columns {
		switch {
		case c == "":
		case !slices.Contains(Fields, c):
			return bad(c, fault.Say("there is no such field"))
		case used[c]:
			return bad(c, fault.Say("two columns fill the same field"))
		}
		used[c] = true
	}
	if !used["time"] {
		return bad("time", fault.Say("no column holds the time"))
	}
	return nil
}

func fill(columns, cells []string, order dayOrder, zone *time.Location) (Row, error) {
	var r Row
	var detail, action string
	to := map[string]*string{
		"time": &r.TimeText, "account": &r.Account, "name": &r.Name, "role": &r.Role, "company": &r.Company, "ip": &r.IP,
		"session": &r.Session, "action": &action, "module": &r.Module, "target_type": &r.TargetType, "target_id": &r.TargetID, "target": &r.Target,
		"outcome": &r.Outcome, "reason": &r.Reason, "before": &r.Before, "after": &r.After, "detail": &detail, "correlation": &r.Correlation,
	}
	for i, cell := range cells {
		cell = clean(cell)
		if i >= len(columns) {
			if cell != "" {
				return r, fault.Say("the row has {0} cells, the header {1}", len(cells), len(columns))
			}
			continue
		}
		if p := to[columns[i]]; p != nil {
			*p = cell
		}
	}
	var err error
	if r.Time, r.Zone, err = parseTime(r.TimeText, order, zone); err != nil {
		return r, err
	}
	r.Verb, r.Action, r.Outcome = action, Action(action), Outcome(r.Outcome)
	switch {
	case detail == "":
	case json.Valid([]byte(detail)) && detail[0] == '{' && r.After == "":
		r.After = detail
	case r.Target == "":
		r.Target = detail
	case r.Reason == "":
		r.Reason = detail
	default:
		r.Reason += "; " + detail
	}
	return r, nil
}
