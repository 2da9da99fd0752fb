package app

import (
	"testing"
	"time"

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
			name:   "by the window, where no writer answers",
			status: rules.FamilyStatus{Cleaning: &rules.Cleaning{At: at, Error: "read-only file system"}},
			want:   RuleRow{CleanedAt: millis(at), Failed: "read-only file system"},
		},
		{
			name:   "waits for a person",
			status: rules.FamilyStatus{Writer: "shop", Cleaning: &rules.Cleaning{At: at, Waiting: "9 files would go"}},
			want:   RuleRow{CleanedAt: millis(at), Waits: "9 files would go"},
		},
		{
			name:   "the writer's own trouble comes first",
			status: rules.FamilyStatus{Writer: "shop", Error: "cannot rotate", Cleaning: &rules.Cleaning{At: at, Error: "gone"}},
			want:   RuleRow{CleanedAt: millis(at), Failed: "cannot rotate"},
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
				got := RuleRow{Failed: row.Failed, Waits: row.Waits}
				if g, x := row.CleanedAt, c.want.CleanedAt; (g == nil) != (x == nil) || g != nil && *g != *x || got.Failed != c.want.Failed || got.Waits != c.want.Waits {
					t.Errorf("%v %+v, want %+v", row.CleanedAt, got, c.want)
				}
				return
			}
			t.Fatal("no row")
		})
	}
}
