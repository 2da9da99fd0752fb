package cli

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// What could not be written is an error, whatever the command found.
func TestLostOutputIsAnError(t *testing.T) {
	t.Setenv("CORDWOOD_HOME", t.TempDir())
	for _, args := range [][]string{{"version"}, {"files", "testdata"}, {"search", "testdata", "--count", "x"}} {
		var said bytes.Buffer
		if code := run(t.Context(), nil, args, full{}, &said); code != exitError || !strings.Contains(said.String(), "standard output") {
			t.Errorf("%v: exit code %d, said %q", args, code, said.String())
		}
	}
}
