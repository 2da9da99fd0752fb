package store

import (
	"reflect"
	"testing"
	"time"

	"cordwood/backend/event"
	"cordwood/backend/fault"
)

func TestNoteOnOneVisit(t *testing.T) {
	s := openTest(t)
	b := visits(0, 3)
	b.Access[1].Memo, b.Access[1].MemoOrigin, b.Access[1].Recorded.Memo = "by record", FromRecord, "by record"
	ingest(t, s, b)
	set := func(offset event.Offset, text string) {
		t.Helper()
		if err := s.SetNote(ctx, Note{Kind: NoteVisit, Key: VisitKey("f1", offset), Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	f := func(i int, memo, memoOrigin, note string) {
		t.Helper()
		e := must(must(s.Access(ctx, Filter{Source: "s1"}))(t).Page(ctx, int64(i), 1))(t)[0]
		if e.Memo != memo || e.MemoOrigin != memoOrigin || e.Note != note {
			t.Errorf("row %d: memo %q from %q, note %q; want %q from %q, %q", i, e.Memo, e.MemoOrigin, e.Note, memo, memoOrigin, note)
		}
	}
	set(0, "call back")
	set(100, "strange")
	f(0, "call back", FromNote, "call back")
	f(1, "by record", FromRecord, "strange")
	set(0, "called back")
	f(0, "called back", FromNote, "called back")
	resolve(t, s, "s1", who)
	f(0, "called back", FromNote, "called back")
	set(0, "")
	f(0, "", "", "")
	// The note outlives its source and finds its row again.
	if err := s.Forget(ctx, "s1"); err != nil {
		t.Fatal(err)
	}
	ingest(t, s, b)
	f(1, "by record", FromRecord, "strange")
}

func TestNotes(t *testing.T) {
	s := openTest(t)
	want := []Note{{Kind: NoteAccount, Key: "1001", Text: "the boss"}, {Kind: NoteNetwork, Key: "10.0.0.0/8", Company: "Acme"}}
	for _, n := range append(want, Note{Kind: NoteIP, Key: "x", Text: "gone"}, Note{Kind: NoteIP, Key: "x"}) {
		if err := s.SetNote(ctx, n); err != nil {
			t.Fatal(err)
		}
	}
	got := must(s.Notes(ctx))(t)
	for i := range got {
		if time.Since(got[i].Updated) > time.Minute {
			t.Errorf("updated %v", got[i].Updated)
		}
		got[i].Updated = time.Time{}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, bad := range []Note{{Kind: "planet", Key: "x", Text: "x"}, {Kind: NoteIP, Text: "x"}, {Kind: NoteVisit, Key: "no offset", Text: "x"}} {
		if err := s.SetNote(ctx, bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestRecentSources(t *testing.T) {
	s := openTest(t)
	for _, r := range []RecentSource{
		{ID: "a", Kind: "folder", Path: "/a", Opened: noon},
		{ID: "b", Kind: "bundle", Path: "/b", Opened: noon.Add(time.Hour)},
		{ID: "c", Kind: "folder", Path: "/c", Pinned: true, Opened: noon.Add(-time.Hour)},
		{ID: "a2", Kind: "folder", Path: "/a", Label: "again", Opened: noon.Add(2 * time.Hour)},
	} {
		if err := s.SetRecentSource(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.DropRecentSource(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	got := must(s.RecentSources(ctx))(t)
	if len(got) != 2 || got[0].ID != "c" || got[1].ID != "a2" || got[1].Label != "again" || !got[1].Opened.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("%+v", got)
	}
}
