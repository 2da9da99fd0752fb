package sample

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
)

// record is what a reader finds in access_log.log or audit_log.log.
type record struct {
	Time                                     time.Time
	Kind, Account, Company, IP, Result, Path string
	Action, Module, Outcome, Reason          string
	TargetID                                 string `json:"target_id"`
	RequestID                                string `json:"request_id"`
	Correlation                              string
	Before, After                            map[string]any
}

func (s sampleUnderTest) records(t *testing.T, family string) []record {
	t.Helper()
	var all []record
	dec := json.NewDecoder(bytes.NewReader(s.text(t, family)))
	for dec.More() {
		var r record
		if err := dec.Decode(&r); err != nil {
			t.Fatal(family, err)
		}
		all = append(all, r)
	}
	return all
}

func TestIncidentTimes(t *testing.T) {
	in := written(t).m.Incident
	f := func(name string, at time.Time, want string) {
		t.Helper()
		if got := at.Format("15:04:05"); got != want {
			t.Errorf("%s at %s, want %s", name, got, want)
		}
	}
	f("change", in.At, "14:03:41")
	f("exhausted", in.ExhaustedAt, "14:06:11")
	f("repaired", in.RepairedAt, "14:11:46")
	f("drained", in.DrainedAt, "14:30:41")
}

func TestLostCallsCrossFamilies(t *testing.T) {
	s := written(t)
	in := s.m.Incident
	if len(in.Calls) < leastLost || in.Calls[0] != "8f3c2e71" || in.Calls[1] != "77ab01c9" {
		t.Fatalf("calls %v", in.Calls)
	}
	texts := map[string]string{}
	for _, f := range []string{callEvent, application, database, crmData, accessLog} {
		texts[f] = string(s.text(t, f))
	}
	for i, call := range in.Calls {
		for family, text := range texts {
			told := i < 2 || i%12 == 0
			if !told && (family == crmData || family == accessLog) {
				continue
			}
			if !strings.Contains(text, call) {
				t.Errorf("call %s is not in %s", call, family)
			}
		}
		if n := strings.Count(texts[application], "reserve failed for call "+call+":"); n != 1 {
			t.Errorf("call %s: reserve failed %d times", call, n)
		}
	}
}

// The first error of the pool is the one that the manifest dates, and nothing
// fails for want of a connection outside the outage.
func TestPoolErrorsLieInTheOutage(t *testing.T) {
	s := written(t)
	in := s.m.Incident
	lines := regexp.MustCompile(`(?m)^(\S+ \S+) \[[^\]]+\] ERROR suite\.store\.Pool - (.*)$`).FindAllStringSubmatch(string(s.text(t, database)), -1)
	if len(lines) < 2*leastLost {
		t.Fatalf("%d errors", len(lines))
	}
	for i, l := range lines {
		at, err := time.ParseInLocation(logbackTime, l[1], wall)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 && (!at.Equal(in.ExhaustedAt) || !strings.HasPrefix(l[2], "connection pool exhausted: crm-main")) {
			t.Errorf("first %v", l)
		}
		if at.Before(in.ExhaustedAt) || at.After(in.DrainedAt.Add(time.Second)) {
			t.Errorf("outside: %v", l)
		}
	}
}

func TestCampaignRecord(t *testing.T) {
	s := written(t)
	in := s.m.Incident
	var history []record
	for _, r := range s.records(t, auditLog) {
		if r.Module == "Campaign" && r.TargetID == in.Campaign {
			history = append(history, r)
		}
	}
	f := func(i int, account string, fields int, at time.Time) {
		t.Helper()
		r := history[i]
		changed := 0
		for name, v := range r.After {
			if a, b := mustJSON(v), mustJSON(r.Before[name]); a != b {
				changed++
			}
		}
		if r.Account != account || changed != fields || len(r.After) != 31 || !r.Time.Equal(at) || r.Action != actionModify {
			t.Errorf("record %d by %s at %s: %d of %d fields", i, r.Account, r.Time, changed, len(r.After))
		}
	}
	if len(history) != 3 {
		t.Fatalf("%d records", len(history))
	}
	f(0, "15", 1, in.At.Add(-27*time.Hour))
	f(1, in.Account, 7, in.At)
	f(2, in.RepairedBy, 2, in.RepairedAt)
	for name, want := range map[string]int{"before": 38, "after": 39} {
		doc := map[string]map[string]any{"before": history[1].Before, "after": history[1].After}[name]
		if n := len(doc["agents"].([]any)); n != want {
			t.Errorf("%s: %d agents, want %d", name, n, want)
		}
	}
}

func mustJSON(v any) string { b, _ := json.Marshal(v); return string(b) }

func TestRefusedSignIns(t *testing.T) {
	s := written(t)
	in := s.m.Incident
	guessed, accounts, firms, noConnection := 0, map[string]bool{}, map[string]bool{}, 0
	for _, r := range s.records(t, accessLog) {
		if r.IP == in.GuesserIP {
			guessed++
			accounts[r.Account], firms[r.Company] = true, true
			if r.Kind != kindRefused {
				t.Errorf("%+v", r)
			}
		}
		if r.Kind == kindRefused && strings.HasPrefix(r.Result, "no connection") {
			noConnection++
			if r.Time.Before(in.ExhaustedAt) || r.Time.After(in.DrainedAt) {
				t.Errorf("outside the outage: %+v", r)
			}
		}
	}
	if guessed != in.Guesses || len(accounts) != 9 || len(firms) != 3 || noConnection < 3 {
		t.Errorf("%d guesses on %d accounts of %d companies, %d without connection", guessed, len(accounts), len(firms), noConnection)
	}
}

// Every operation is a visit too, with the same request id; its documents fit
// its action.
func TestAuditRecords(t *testing.T) {
	s := written(t)
	visits := map[string]record{}
	for _, r := range s.records(t, accessLog) {
		visits[r.RequestID] = r
	}
	count := AuditCount{Actions: map[string]int64{}, Outcomes: map[string]int64{}, Modules: map[string]int64{}}
	for _, r := range s.records(t, auditLog) {
		count.Records++
		count.Actions[r.Action]++
		count.Outcomes[r.Outcome]++
		count.Modules[r.Module]++
		before, after := r.Before != nil, r.After != nil
		fits := map[string]bool{actionAdd: !before && after, actionDelete: before && !after, actionModify: before && after, actionQuery: !before && !after}
		if !fits[r.Action] || (r.Outcome == outcomeOK) != (r.Reason == "") {
			t.Errorf("%+v", r)
		}
		if v := visits[r.Correlation]; v.Account != r.Account || !strings.HasPrefix(v.Path, "/admin/") {
			t.Errorf("no visit for %+v: %+v", r, v)
		}
	}
	if mustJSON(count) != mustJSON(s.m.Audit) {
		t.Errorf("read %+v\nmanifest %+v", count, s.m.Audit)
	}
	if len(count.Modules) < 12 || len(count.Actions) != 4 || len(count.Outcomes) != 3 {
		t.Errorf("%+v", count)
	}
}

func TestAccessCounts(t *testing.T) {
	s := written(t)
	kinds, inside, outside := map[string]int64{}, 0, 0
	for _, r := range s.records(t, accessLog) {
		kinds[r.Kind]++
		if strings.HasPrefix(r.IP, "10.") || strings.HasPrefix(r.IP, "192.168.") || strings.HasPrefix(r.IP, "172.18.") {
			inside++
		} else {
			outside++
		}
	}
	if mustJSON(kinds) != mustJSON(s.m.Access.Kinds) || len(kinds) != 4 || inside == 0 || outside == 0 {
		t.Errorf("read %v, %d inside, %d outside; manifest %v", kinds, inside, outside, s.m.Access)
	}
}
