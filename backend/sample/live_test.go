package sample

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"cordwood/backend/fault"
)

// A copy of a sample comes alive, and writes records of the present.
func TestLive(t *testing.T) {
	dir := t.TempDir()
	if _, err := Write(context.Background(), small(dir)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "access_log.log")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	started := time.Now()
	go func() { done <- Live(ctx, Options{Dir: dir}) }()
	var added []byte
	for bytes.Count(added, []byte{'\n'}) < 5 {
		select {
		case err := <-done:
			t.Fatal("ended by itself", err)
		case <-time.After(20 * time.Millisecond):
		}
		now, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		added = now[len(before):]
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	day := started.UTC().Format(`{"time":"2006-01-02T15:`)
	if !bytes.HasPrefix(added, []byte(day)) && time.Now().Minute() > 0 {
		t.Errorf("%s", added)
	}
}

func TestLiveRefusesOtherFolders(t *testing.T) {
	if err := Live(context.Background(), Options{Dir: t.TempDir()}); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}
