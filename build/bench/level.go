//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"cordwood/backend/rules"
)

// level prints how long a level that was set takes to be in force in a server
// that is writing: from the start of `rules set` to the server's own status file.
func (b *bench) level() error {
	dir := filepath.Join(b.home, "sample")
	if out, err := b.command([]string{b.bin, "demo", dir, "--size", "2MB", "--days", "1"}).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	server := b.command([]string{b.bin, "demo", dir, "--live"})
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { _ = server.Process.Signal(os.Interrupt); _ = server.Wait() }()
	if _, err := b.inForce(dir, ""); err != nil {
		return err
	}
	var all []figures
	for n := range b.rounds {
		level := []string{"ERROR", "DEBUG"}[n%2]
		start := time.Now()
		if out, err := b.command([]string{b.bin, "rules", "set", dir, "--family", "crm_data", "--level", level, "--yes"}).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		at, err := b.inForce(dir, rules.Level(level))
		if err != nil {
			return err
		}
		all = append(all, figures{wall: at.Sub(start)})
	}
	slowest := slices.MaxFunc(all, func(a, b figures) int { return int(a.wall - b.wall) })
	fmt.Printf("| a level set, until the writing server has it; slowest: %d ms | < 3 s | %d ms |  |  |  |  |\n", slowest.wall.Milliseconds(), median(all).wall.Milliseconds())
	return nil
}

// inForce waits until the server's status says the level, any for an empty one.
func (b *bench) inForce(dir string, level rules.Level) (time.Time, error) {
	for range 1000 {
		if s, err := rules.LoadStatus(dir); err == nil && s.Version != 0 && (level == "" || s.Families["crm_data"].Level == level) {
			return time.Now(), nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Time{}, fmt.Errorf("the server in %s has not said that it has the level %s", dir, level)
}

func has(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
