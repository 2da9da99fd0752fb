package serverlog

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// keeper is the housekeeper: one goroutine that compresses and cleans behind
// the writers' backs, so that no writer waits for it. What is left to do it
// finds in the folder, so that a crash loses no work.
type keeper struct {
	suite     *Suite
	signal    chan struct{} // holds one: many wakes while it works are one
	notBefore time.Time     // of the next compression, after a failed one
	purgeNext time.Time     // the next look at held copies, after a purge that failed
}

func newKeeper(s *Suite) *keeper {
	return &keeper{suite: s, signal: make(chan struct{}, 1)}
}

// wake makes the housekeeper look after the folder soon.
func (k *keeper) wake() {
	select {
	case k.signal <- struct{}{}:
	default:
	}
}

func (k *keeper) run() {
	retry := time.NewTicker(retryAfter)
	defer retry.Stop()
	for {
		k.look()
		select {
		case <-k.signal:
		case <-retry.C:
		case <-k.suite.stop:
			k.notBefore = time.Time{}
			k.look()
			return
		}
	}
}

// look compresses, cleans, purges, and tells. Cleaning comes even after a failed
// compression: on a full disk it is what helps.
func (k *keeper) look() {
	if !time.Now().Before(k.notBefore) {
		problems := k.compressAll()
		if len(problems) > 0 {
			k.notBefore = time.Now().Add(retryAfter)
		}
		k.suite.report.problem(problems)
	}
	k.clean()
	k.purge()
	k.suite.report.write()
}

// compressAll returns what went wrong, by family.
func (k *keeper) compressAll() map[string]error {
	problems := map[string]error{}
	names, err := k.plainCopies()
	if err != nil {
		for name := range k.suite.families {
			problems[name] = err
		}
	}
	for _, name := range names {
		if err := k.compress(name); err != nil {
			n, _ := rules.Dated(name)
			problems[n.Family] = errors.Join(problems[n.Family], err)
		}
	}
	return problems
}

// plainCopies lists our dated copies that are not compressed yet. A link, or a
// second name of some file, is none of ours.
func (k *keeper) plainCopies() ([]string, error) {
	return k.find(func(name string) bool {
		n, ok := rules.Dated(name)
		if !ok || n.File() != name || k.suite.families[n.Family] == nil {
			return false
		}
		info, err := k.suite.root.Lstat(name)
		return err == nil && info.Mode().IsRegular() && atomicfile.Links(info) == 1
	})
}

// removeParts removes what a killed predecessor left. It runs before anybody
// writes; the locks say that no other process is at work on these files.
func (k *keeper) removeParts() {
	parts, _ := k.find(func(name string) bool {
		whole, ok := strings.CutSuffix(name, ".part")
		if live, is := strings.CutSuffix(whole, ".log"); ok && is && k.suite.families[live] != nil {
			return true
		}
		n, dated := rules.Dated(whole)
		return ok && dated && k.suite.families[n.Family] != nil
	})
	for _, name := range parts {
		_ = k.suite.root.Remove(name) // else the next write to it tries again and tells
	}
}

func (k *keeper) find(want func(name string) bool) ([]string, error) {
	names, err := atomicfile.Names(k.suite.root)
	var found []string
	for _, name := range names {
		if want(name) {
			found = append(found, name)
		}
	}
	return found, err
}

func (k *keeper) syncCopies() error {
	names, err := k.plainCopies()
	errs := []error{err}
	for _, name := range names {
		f, err := k.suite.root.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // compressed and synced meanwhile
		}
		if err == nil {
			err = errors.Join(f.Sync(), f.Close())
		}
		errs = append(errs, err)
	}
	return errors.Join(append(errs, atomicfile.SyncDir(k.suite.root, "."))...)
}
