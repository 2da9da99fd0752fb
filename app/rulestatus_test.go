package app

import (
	"reflect"
	"testing"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// What a family's writer and its last cleaning report stands in its row.
func TestRuleRowTellsWhatCameOfIt(t *testing.T) {
	at := time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		status rules.FamilyStatus
		want   RuleRow
	}{
		{name: "nothing reported"},
		{
			name:   "cleaned",
			status: rules.FamilyStatus{Writer: "shop", Cleaning: &rules.Cleaning{At: at, Files: 2}},
			want:   RuleRow{CleanedAt: millis(at)},
		},
		{
			name: "by the window, where no writer answers",
			status: rules.FamilyStatus{Cleaning: &rules.Cleaning{At: at, Trouble: rules.TroubleOf(
				fault.New("clean", fault.Changed, "/logs/a.log.1", "look at the plan again", fault.Say("its size changed")))}},
			want: RuleRow{CleanedAt: millis(at), Failed: &Notice{File: "/logs/a.log.1", Kind: "changed", Text: Said{
				Code: "its size changed", Args: []string{}, Text: "clean /logs/a.log.1: its size changed (look at the plan again)",
			}}},
		},
		{
			name: "waits for a person",
			status: rules.FamilyStatus{Writer: "shop", Cleaning: &rules.Cleaning{
				At: at, Waiting: "more files would go than rotations since the last run explain: 9 against 2",
				Waits: fault.Say("more files would go than rotations since the last run explain: {0} against {1}", 9, 2),
			}},
			want: RuleRow{CleanedAt: millis(at), Waits: Said{
				Code: "more files would go than rotations since the last run explain: {0} against {1}", Args: []string{"9", "2"},
				Text: "more files would go than rotations since the last run explain: 9 against 2",
			}},
		},
		{
			name:   "an older writer has no parts: its words are a quotation",
			status: rules.FamilyStatus{Writer: "shop", Cleaning: &rules.Cleaning{At: at, Waiting: "9 files would go"}},
			want:   RuleRow{CleanedAt: millis(at), Waits: Said{Code: "{0}", Args: []string{"9 files would go"}, Text: "9 files would go"}},
		},
		{
			name:   "the writer's own trouble comes first",
			status: rules.FamilyStatus{Writer: "shop", Trouble: rules.Trouble{Error: "cannot rotate"}, Cleaning: &rules.Cleaning{At: at, Trouble: rules.Trouble{Error: "gone"}}},
			want:   RuleRow{CleanedAt: millis(at), Failed: &Notice{Text: Said{Code: "{0}", Args: []string{"cannot rotate"}, Text: "cannot rotate"}}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newHeldWorld(t)
			if err := rules.UpdateStatus(t.Context(), w.dir, func(s *rules.Status) {
				s.Families["application"] = c.status
			}); err != nil {
				t.Fatal(err)
			}
			v, err := w.app.Rules().View(w.id)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range v.Families {
				if row.Family != "application" {
					continue
				}
				got := RuleRow{CleanedAt: row.CleanedAt, Failed: row.Failed, Waits: row.Waits}
				if c.want.Waits.Args == nil {
					c.want.Waits.Args = []string{}
				}
				if !reflect.DeepEqual(got, c.want) {
					t.Errorf("%+v %+v, want %+v %+v", got, got.Failed, c.want, c.want.Failed)
				}
				return
			}
			t.Fatal("no row")
		})
	}
}
