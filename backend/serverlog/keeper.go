package serverlog

import (
	"errors"
	"time"

	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/rules"
)

// keeper is the housekeeper: one goroutine that compresses and cleans behind
// the writers' backs, so that no writer waits for it.
type keeper struct {
	suite  *Suite
	signal chan struct{} // holds one: many wakes while it works are one
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

func (k *keeper) start() {
	k.wake()
	k.suite.running.Go(k.run)
}

func (k *keeper) run() {
	retry := time.NewTicker(retryAfter)
	defer retry.Stop()
	for {
		select {
		case <-k.signal:
		case <-retry.C:
		case <-k.suite.stop:
			k.look()
			return
		}
		k.look()
	}
}

func (k *keeper) look() {
}

// plainCopies lists our dated copies that are not compressed yet.
func (k *keeper) plainCopies() ([]string, error) {
	names, err := atomicfile.Names(k.suite.root)
	if err != nil {
		return nil, err
	}
	var plain []string
	for _, name := range names {
		n, ok := rules.Dated(name)
		if ok && n.File() == name && k.suite.families[n.Family] != nil {
			plain = append(plain, name)
		}
	}
	return plain, nil
}

func (k *keeper) syncCopies() error {
	names, err := k.plainCopies()
	errs := []error{err}
	for _, name := range names {
		f, err := k.suite.root.Open(name)
		if err != nil {
			continue // compressed and synced meanwhile
		}
		errs = append(errs, f.Sync(), f.Close())
	}
	return errors.Join(errs...)
}
