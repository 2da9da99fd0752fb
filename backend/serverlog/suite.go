package serverlog

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/rs/zerolog"

	"cordwood/backend/fault"
	"cordwood/backend/hold"
	"cordwood/backend/rules"
)

// Suite is the open logs of one server.
type Suite struct {
	opt      Options
	root     *os.Root
	families map[string]*family // never changed after Open
	rules    ruleBook
	report   *report
	keeper   *keeper
	stop     chan struct{}
	running  sync.WaitGroup
	closing  sync.Once
	closeErr error
}

// family is one log of the suite.
type family struct {
	live
	familyName string
	threshold  atomic.Int32 // lowest zerolog.Level that is written
	rotations  atomic.Int64 // copies made since Open
	lock       *flock.Flock
}

// Open opens the logs of a folder and makes the folder when it is missing. It
// finishes what a crash left half done. fault.Locked means that another process
// writes one of the files.
func Open(opt Options) (*Suite, error) {
	if err := opt.complete(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(opt.Dir, dirPerm); err != nil {
		return nil, fault.New("open logs", fault.KindOf(err), opt.Dir, "", err)
	}
	root, err := os.OpenRoot(opt.Dir)
	if err != nil {
		return nil, fault.New("open logs", fault.KindOf(err), opt.Dir, "", err)
	}
	s := &Suite{opt: opt, root: root, families: map[string]*family{}, stop: make(chan struct{})}
	s.keeper, s.report = newKeeper(s), newReport(s)
	for _, name := range opt.Families {
		f, err := s.openFamily(name)
		if err != nil {
			_ = s.release() // the failure that matters is err
			return nil, err
		}
		s.families[name] = f
	}
	if s.opt.Disposer == nil {
		s.opt.Disposer = hold.Disposer{}
	}
	if s.opt.Witness == nil {
		s.opt.Witness = newRecorder(s)
	}
	s.start()
	return s, nil
}

// start puts the rules in force before the first record is written.
func (s *Suite) start() {
	s.keeper.removeParts()
	s.report.begin()
	if s.opt.Rules {
		s.loadRules()
		s.passOverRequests()
		s.report.write()
		s.running.Go(s.watchRules)
	}
	s.running.Go(s.keeper.run)
}

func (s *Suite) openFamily(name string) (*family, error) {
	lock, err := lockFamily(s.root, s.opt.Dir, name)
	if err != nil {
		return nil, err
	}
	f := &family{familyName: name, lock: lock}
	f.root, f.dir, f.name, f.max = s.root, s.opt.Dir, name+".log", s.opt.MaxBytes
	f.make = func() rules.Name { return rules.Name{Family: name, Date: s.opt.dateOf(s.opt.Clock())} }
	f.made = func() {
		f.rotations.Add(1)
		s.keeper.wake()
	}
	f.threshold.Store(int32(zerolog.TraceLevel))
	return f, nil
}

// Rotate ends the live file of a family now: it becomes a dated copy, and a new
// one begins. An empty live file stays.
func (s *Suite) Rotate(name string) error {
	f, err := s.family("rotate log", name)
	if err != nil {
		return err
	}
	_, err = f.rotateNow()
	s.keeper.wake()
	return err
}

// Sync makes every record written so far survive a power cut: live files and
// the copies that are not compressed yet.
func (s *Suite) Sync() error {
	var errs []error
	for _, f := range s.families {
		errs = append(errs, f.sync())
	}
	return errors.Join(append(errs, s.keeper.syncCopies())...)
}

// Close compresses the copies that wait, cleans, closes the files and frees the
// locks; its error tells what of that failed. End the writing first: a record
// that comes meanwhile may find the suite closed (fault.Stopped). A second
// Close does nothing and returns the same.
func (s *Suite) Close() error {
	s.closing.Do(func() {
		close(s.stop)
		s.running.Wait()
		s.closeErr = errors.Join(s.release(), s.report.trouble())
	})
	return s.closeErr
}

func (s *Suite) release() error {
	var errs []error
	for _, f := range s.families {
		errs = append(errs, f.close(), f.lock.Close())
	}
	return errors.Join(append(errs, s.root.Close())...)
}

func (s *Suite) family(op, name string) (*family, error) {
	f := s.families[name]
	if f == nil {
		return nil, fault.New(op, fault.Invalid, name, "name the family in Options.Families", nil)
	}
	return f, nil
}

// lockFamily holds .<family>.lock for the life of the suite.
func lockFamily(root *os.Root, dir, name string) (*flock.Flock, error) {
	file := "." + name + ".lock"
	path := filepath.Join(dir, file)
	if made, err := root.OpenFile(file, os.O_RDONLY|os.O_CREATE|os.O_EXCL, filePerm); err == nil {
		made.Close() // made here, because the lock's own open follows links
	}
	info, err := root.Lstat(file)
	if err != nil {
		return nil, fault.New("lock log", fault.KindOf(err), path, "", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fault.New("lock log", fault.Denied, path, "a link or a folder takes the name of the lock; remove it", nil)
	}
	lock := flock.New(path)
	ok, err := lock.TryLock()
	if err != nil || !ok {
		return nil, fault.New("lock log", fault.Locked, path, "another process writes it", err)
	}
	return lock, nil
}

// stampLayout is RFC 3339 in UTC with milliseconds, always three digits.
const stampLayout = "2006-01-02T15:04:05.000Z"

func (s *Suite) stamp(t time.Time) string {
	if t.IsZero() {
		t = s.opt.Clock()
	}
	return t.UTC().Format(stampLayout)
}
