package fsx

import (
	"strings"
	"testing"
)

// A table of any bytes has no more rows than lines; escaped names are read as
// they are, and a path is on one of its mounts or on none.
func FuzzMounts(f *testing.F) {
	f.Add("36 22 0:52 / /mnt/logs\\040of\\040li rw,nosuid shared:9 master:1 - fuse.sshfs li@srv01:/logs rw\n", "/mnt/logs of li/a")
	f.Add("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n37 22 0:53 / /mnt/n\\134040 rw - nfs4 srv02:/export rw", "/mnt")
	f.Add(" - \n\n1 2 3 4 \\04 - x y", "")
	f.Add("1 2 3 4 \\777\\000 - nfs y z", "\x00")
	f.Fuzz(func(t *testing.T, text, path string) {
		rows := parseMounts(text)
		if lines := strings.Count(text, "\n") + 1; len(rows) > lines {
			t.Fatalf("%d rows of %d lines", len(rows), lines)
		}
		for _, m := range rows {
			if m.point == "" || len(strings.Fields(m.volume)) != 3 {
				t.Errorf("%+v", m)
			}
		}
		if m := deepest(rows, path); m.point != "" {
			if _, in := under(path, m.point); !in {
				t.Errorf("%q is not below %q", path, m.point)
			}
		}
	})
}

func TestUnescape(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := unescape(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	f("", "")
	f(`/a\040b`, "/a b")
	f(`\134040`, `\040`)
	f(`\011\012`, "\t\n")
	f(`\04`, `\04`)
	f(`\048`, `\048`)
	f(`\777`, `\777`)
}
