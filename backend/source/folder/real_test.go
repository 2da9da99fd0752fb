package folder

import (
	"context"
	"io"
	"strings"
	"testing"

	"cordwood/backend/internal/testlog"
	"cordwood/backend/source"
)

func read(t *testing.T, f *Folder, c source.Copy) string {
	t.Helper()
	file, err := f.Open(context.Background(), c.ID)
	if err != nil {
		t.Fatal(c.Path, err)
	}
	defer file.Close()
	r, err := file.Reader(context.Background(), 0)
	if err != nil {
		t.Fatal(c.Path, err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(c.Path, err)
	}
	return string(text)
}

// A broker's folder with hourly copies reads as one chain a family, hour by hour.
func TestKafkaBroker(t *testing.T) {
	f := openFolder(t, testlog.Real(t, "07-rotation/kafka-cluster/kafka0"))
	inv := scan(t, f)
	hours := func(name string) string {
		for _, fam := range inv.Families {
			if fam.Name != name {
				continue
			}
			last, out := "", []string{}
			for _, c := range fam.Copies {
				hour := "live"
				if !c.Live {
					hour = c.Date.Format("15")
				}
				out = append(out, hour)
				for text := range strings.Lines(read(t, f, c)) {
					if strings.HasPrefix(text, "[2016-12-") {
						if at := text[1:14]; at < last {
							t.Fatalf("%s: %s after %s", c.Path, at, last)
						} else {
							last = at
						}
					}
				}
			}
			return strings.Join(out, " ")
		}
		return "no such family"
	}
	check := func(name, want string) {
		t.Helper()
		if got := hours(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	check("logs/server", "16 17 18 19 20 21 22 23 live")
	check("logs/controller", "16 17 18 19 20 21 22 23 live")
	check("logs/log-cleaner", "16 live")
	check("logs/kafkaServer-gc", "live")
	if len(inv.Families) != 4 || inv.Entries != 21 {
		t.Errorf("%d families, %d entries", len(inv.Families), inv.Entries)
	}
}

// Every real log opens and reads to its end.
func TestRealLogs(t *testing.T) {
	for _, sub := range []string{"02-applog", "03-access", "07-rotation", "13-pbx"} {
		f := openFolder(t, testlog.Real(t, sub))
		inv := scan(t, f)
		copies, ids := 0, map[string]string{}
		for _, fam := range inv.Families {
			for _, c := range fam.Copies {
				copies++
				if !c.Problem.None() {
					t.Errorf("%s: %s", c.Path, c.Problem)
					continue
				}
				if other, ok := ids[string(c.ID)]; ok {
					t.Errorf("%s has the id of %s", c.Path, other)
				}
				ids[string(c.ID)] = c.Path
				if text := read(t, f, c); text == "" && c.Stored > 0 {
					t.Errorf("%s reads as nothing", c.Path)
				}
			}
		}
		if copies == 0 {
			t.Errorf("%s: nothing found", sub)
		}
	}
}
