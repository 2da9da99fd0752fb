package app

import (
	"strings"
	"testing"
)

// Who asks log entries for a field that a desk has of its records is told which.
func TestLackingNamesTheDesk(t *testing.T) {
	f := func(name, want string) {
		t.Helper()
		for _, whole := range []bool{true, false} {
			var all []string
			for _, s := range lacking([]string{name}, whole) {
				all = append(all, s.Text)
			}
			if _, rest, _ := strings.Cut(strings.Join(all, "; "), `has a field "`+name+`"`); rest != want {
				t.Errorf("%s: %q, want %q", name, rest, want)
			}
		}
	}
	f("country", `; Access Logs and Audit Logs know it of their records`)
	f("result", `; Access Logs and Audit Logs know it of their records`)
	f("actor", `; Audit Logs knows it of its records`)
	f("Client", `; Access Logs knows it of its records`)
	f("shade", "")
}
