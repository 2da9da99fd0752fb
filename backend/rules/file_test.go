package rules

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cordwood/backend/fault"
)

func sample() File {
	s := Default()
	s.Families = map[string]Override{"email": {Level: ptr(LevelDebug)}}
	return File{
		Version: 1, Rev: 1, Cleaner: ByServerlog, WrittenBy: "window", Set: s,
		Confirmed: &Confirmed{Families: map[string]ConfirmedFamily{"email": {Files: 2, Bytes: 10, Last: "email-2026-11-01.log.gz"}}},
	}
}

func TestEncodeAndParse(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := got.Encode()
	if string(again) != string(data) {
		t.Errorf("written back differently:\n%s\n%s", data, again)
	}
	if _, err := Parse(append([]byte("\xef\xbb\xbf"), data...)); err != nil {
		t.Error("with a byte order mark: ", err)
	}
	edited := strings.Replace(string(data), `"copies": 10`, `"copies": 11`, 1)
	if _, err := Parse([]byte(edited)); fault.KindOf(err) != fault.Damaged {
		t.Errorf("wrong check sum: %v", err)
	}
	var byHand []string
	for line := range strings.Lines(edited) {
		if !strings.Contains(line, "sha256") {
			byHand = append(byHand, line)
		}
	}
	text := strings.Replace(strings.Join(byHand, ""), "},\n}", "}\n}", 1)
	if f, err := Parse([]byte(text)); err != nil || f.All.Copies != 11 {
		t.Errorf("edited by hand: %v\n%s", err, text)
	}
}

const good = `{"version":1,"rev":1,"cleaner":"none","written_by":"","written_at":"2026-11-22T00:00:00Z",
"all":{"level":"INFO","copies":10,"cleaning":false,"action":"delete","max_bytes":104857600}}`

func TestParseRefuses(t *testing.T) {
	if _, err := Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	f := func(old, new string, kind fault.Kind, at string) {
		t.Helper()
		text := strings.Replace(good, old, new, 1)
		_, err := Parse([]byte(text))
		if fault.KindOf(err) != kind || !strings.Contains(fmt.Sprint(err), at) {
			t.Errorf("%s: %v, want %s at %s", new, err, kind, at)
		}
	}
	f(`"version":1`, `"version":2`, fault.Unsupported, "version 2")
	f(`"version":1`, `"version":0`, fault.Unsupported, "version 0")
	f(`"rev":1`, `"rev":0`, fault.Invalid, "rev")
	f(`"rev":1`, `"rev":1,"rev":2`, fault.Damaged, ":1:")
	f(`"copies":10`, `"copies":10,"Copies":1`, fault.Damaged, ":2:")
	f(`"copies":10`, `"copies":10,"kopies":1`, fault.Damaged, FileName)
	f(`"copies":10`, `"copies":"ten"`, fault.Damaged, ":2:")
	f(`"copies":10`, `"copies":`, fault.Damaged, ":2:")
	f(`"none"`, `"everybody"`, fault.Invalid, "cleaner")
	f(`104857600}}`, `104857600}`, fault.Damaged, "too early")
	f(`104857600}}`, `104857600}} {}`, fault.Damaged, "after the end")
	f(good, ``, fault.Damaged, "too early")
	f(good, `null`, fault.Unsupported, "version 0")
	f(good, strings.Repeat("[", 100_000), fault.Damaged, FileName)
	f(good, good+strings.Repeat(" ", maxFileBytes), fault.Limit, "1 MiB")
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"families":{"a":{"copies":1},"a":{"copies":2}}}`))
	f.Add([]byte(`[[{"a":[1,{"b":null}]}]]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data)
		if err != nil {
			return
		}
		again, err := file.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(again); err != nil {
			t.Errorf("accepted, but written back it is refused: %v\n%s", err, again)
		}
	})
}

func TestSaveAndConflict(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	f := func(expected, want int64, kind fault.Kind) {
		t.Helper()
		rev, err := Save(ctx, dir, sample(), expected)
		if rev != want || fault.KindOf(err) != kind {
			t.Errorf("Save over %d = %d, %v; want %d %s", expected, rev, err, want, kind)
		}
	}
	f(5, 0, fault.Conflict)
	f(0, 1, "")
	f(0, 0, fault.Conflict)
	f(1, 2, "")
	f(1, 0, fault.Conflict)
	if now, err := Load(dir); err != nil || now.Rev != 2 {
		t.Errorf("now rev %d, %v", now.Rev, err)
	}
	if old, err := LoadBackup(dir); err != nil || old.Rev != 1 {
		t.Errorf("backup rev %d, %v", old.Rev, err)
	}
	path := filepath.Join(dir, FileName)
	if err := os.WriteFile(path, []byte("{broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	f(0, 0, fault.Conflict) // the last good one is rev 1
	f(1, 2, "")
	if old, err := LoadBackup(dir); err != nil || old.Rev != 1 {
		t.Errorf("a broken file became the backup: rev %d, %v", old.Rev, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(good, `"version":1`, `"version":9`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	f(2, 0, fault.Unsupported) // a later version is not ours to replace
	bad := sample()
	bad.All.Copies = 0
	if _, err := Save(ctx, t.TempDir(), bad, 0); fault.KindOf(err) != fault.Invalid {
		t.Errorf("bad rule saved: %v", err)
	}
}

func TestLoadRefusesLinksAndForeignWriters(t *testing.T) {
	dir := t.TempDir()
	if _, err := Load(dir); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no file: %v", err)
	}
	elsewhere := filepath.Join(t.TempDir(), "rules")
	if err := os.WriteFile(elsewhere, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if _, err := Load(dir); fault.KindOf(err) != fault.Unreadable {
		t.Errorf("a link: %v", err)
	}
	if os.Geteuid() != 0 {
		t.Skip("the rights of others matter to root only")
	}
	_ = os.Remove(path)
	f := func(filePerm, dirPerm os.FileMode, kind fault.Kind) {
		t.Helper()
		if err := os.WriteFile(path, []byte(good), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _ = os.Chmod(path, filePerm), os.Chmod(dir, dirPerm)
		if _, err := Load(dir); fault.KindOf(err) != kind {
			t.Errorf("file %o in folder %o: %v", filePerm, dirPerm, err)
		}
	}
	f(0o644, 0o755, "")
	f(0o664, 0o755, fault.Denied)
	f(0o602, 0o755, fault.Denied)
	f(0o644, 0o777, fault.Denied)
	f(0o644, os.ModeSticky|0o777, "")
}

// Four writers that load, change and save until each has had its turns: no
// change is lost.
func TestConcurrentSavesLoseNothing(t *testing.T) {
	turns := 15
	if os.Getenv("CORDWOOD_SOAK") != "" {
		turns = 1000
	}
	dir := t.TempDir()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for done := 0; done < turns; {
				f, err := Load(dir)
				if fault.KindOf(err) == fault.NotFound {
					f = File{Cleaner: ByNone, Set: Default()}
					f.All.Copies = 1
				} else if err != nil {
					t.Error(err)
					return
				} else {
					f.All.Copies++
				}
				switch _, err := Save(context.Background(), dir, f, f.Rev); fault.KindOf(err) {
				case "":
					done++
				case fault.Conflict, fault.Locked:
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	f, err := Load(dir)
	if err != nil || f.All.Copies != 4*turns || f.Rev != int64(4*turns) {
		t.Errorf("copies %d, rev %d, %v; want %d", f.All.Copies, f.Rev, err, 4*turns)
	}
}

func TestUpdateStatusKeepsTheOthersFamilies(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	for _, family := range []string{"email", "database"} {
		err := UpdateStatus(ctx, dir, func(s *Status) {
			s.Rev, s.Families[family] = 3, FamilyStatus{Level: LevelWarn, Rotations: 2}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err := LoadStatus(dir)
	if err != nil || s.Rev != 3 || len(s.Families) != 2 || s.Families["email"].Rotations != 2 {
		t.Errorf("%+v, %v", s, err)
	}
	if err := os.WriteFile(filepath.Join(dir, StatusName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadStatus(dir); fault.KindOf(err) != fault.Damaged {
		t.Errorf("damaged status: %v", err)
	}
	if err := UpdateStatus(ctx, dir, func(*Status) {}); err != nil {
		t.Errorf("a damaged status is not written anew: %v", err)
	}
}

// A status of any bytes is read as one, or refused as what it is; a server that
// answers over it leaves a status that can be read.
func FuzzStatus(f *testing.F) {
	f.Add([]byte(`{"version":1,"rev":3,"time":"2026-11-22T08:00:00Z","families":{"application":{"level":"warn","rev":3,"rotations":12,"last_cleaning":{"files":2,"bytes":9}}}}`))
	f.Add([]byte(`{"families":{"a":null,"a":{}},"rev":-1}`))
	f.Add([]byte(strings.Repeat("[", 10_000)))
	f.Add([]byte(strings.Repeat(" ", maxFileBytes+1)))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, StatusName), data, filePerm); err != nil {
			t.Fatal(err)
		}
		_, err := LoadStatus(dir)
		if k := fault.KindOf(err); err != nil && k != fault.Damaged && k != fault.Limit {
			t.Errorf("%s: %v", k, err)
		}
		if err := UpdateStatus(context.Background(), dir, func(s *Status) { s.Families["a"] = FamilyStatus{Rev: 7} }); err != nil {
			t.Fatal(err)
		}
		if s, err := LoadStatus(dir); err != nil || s.Version != FileVersion || s.Families["a"].Rev != 7 {
			t.Errorf("written anew, read as %+v, %v", s, err)
		}
	})
}
