package serverlog

import (
	"strings"
	"testing"
)

// BenchmarkWrite is one record of 200 bytes, with every check of the live file.
func BenchmarkWrite(b *testing.B) {
	s, err := Open(Options{Dir: b.TempDir(), Families: []string{"application"}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	w := s.Writer("application")
	line := []byte(strings.Repeat("x", 199) + "\n")
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Write(line); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSilenced is a record that the level rule drops.
func BenchmarkSilenced(b *testing.B) {
	s, err := Open(Options{Dir: b.TempDir(), Families: []string{"application"}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	s.families["application"].threshold.Store(3)
	log := s.Logger("application")
	b.ReportAllocs()
	for b.Loop() {
		log.Debug().Str("queue", "sales").Int("waiting", 4).Msg("agent signed in")
	}
}
