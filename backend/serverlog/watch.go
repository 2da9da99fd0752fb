package serverlog

import (
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/rs/zerolog"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

// ruleBook is the rule file in force, and why a newer one is not.
type ruleBook struct {
	mu      sync.Mutex
	file    rules.File
	trouble error // while it is not nil, nothing is cleaned
}

func (b *ruleBook) inForce() (rules.File, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.file, b.trouble
}

// loadRules reads the rule file and puts it in force. It reports whether
// anything changed. A broken or vanished file leaves the last good one in force
// for writing, and stops the cleaning.
func (s *Suite) loadRules() (changed bool) {
	file, err := rules.Load(s.opt.Dir)
	b := &s.rules
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case err == nil:
	case fault.KindOf(err) == fault.NotFound && b.file.Rev == 0:
		file, err = rules.File{Set: rules.Default(), Cleaner: rules.ByNone}, nil
	case b.file.Version == 0 && b.file.Cleaner == "":
		// The first look, and the file is broken: the backup is the last good.
		if file, _ = rules.LoadBackup(s.opt.Dir); file.Rev == 0 {
			file = rules.File{Set: rules.Default(), Cleaner: rules.ByNone}
		}
	default:
		file = b.file
	}
	changed = !reflect.DeepEqual(file, b.file) || text(err) != text(b.trouble)
	b.file, b.trouble = file, err
	if changed {
		s.obey(file.Set)
	}
	return changed
}

func (s *Suite) obey(set rules.Set) {
	for name, f := range s.families {
		rule := set.For(name)
		f.setMax(min(s.opt.MaxBytes, rule.MaxBytes))
		level, err := zerolog.ParseLevel(strings.ToLower(string(rule.Level)))
		if err != nil || rules.AlwaysOn(name) {
			level = zerolog.TraceLevel
		}
		f.threshold.Store(int32(level))
	}
}

// watchRules obeys the rule file, and requests, until the suite stops. The notification is
// what makes it quick; the poll is what makes it sure, also on a share. Only
// the one file is watched: a watched folder would wake us at every log line.
func (s *Suite) watchRules() {
	path := filepath.Join(s.opt.Dir, rules.FileName)
	poll := time.NewTicker(s.opt.PollEvery)
	defer poll.Stop()
	var events <-chan fsnotify.Event
	var errs <-chan error
	watcher, err := fsnotify.NewWatcher()
	if err == nil {
		defer watcher.Close()
		events, errs = watcher.Events, watcher.Errors
		_ = watcher.Add(path) // no file yet: the poll finds it
	}
	for {
		select {
		case <-events:
		case <-errs: //nolint:errcheck // the poll goes on
		case <-poll.C:
		case <-s.stop:
			return
		}
		if watcher != nil {
			_ = watcher.Add(path) // a replaced file is another one to the system
		}
		changed := s.loadRules()
		if s.rotateAsked() || changed {
			s.keeper.wake()
			s.report.write()
		} else {
			s.report.writeAgain()
		}
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
