package rules

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"cordwood/backend/fault"
	"cordwood/backend/internal/atomicfile"
	"cordwood/backend/internal/fsx"
)

const (
	lockName   = "cordwood-rules.lock"
	backupName = FileName + ".bak"
	// lockWait is how long another writer is waited for: a save takes
	// milliseconds, so whoever holds the lock longer hangs.
	lockWait = 5 * time.Second
	// lockPoll is how often the lock is tried meanwhile.
	lockPoll = 5 * time.Millisecond
	// stalePart is the age at which the .part of a killed writer is removed.
	stalePart = time.Hour
	// filePerm lets the server run as another user than the window.
	filePerm = 0o644
)

// Save replaces the rule file of a folder by f with the next revision, which it
// returns. expectedRev is the revision that the editor loaded, 0 when there was
// no file: when the file has another one now, Save changes nothing and returns
// fault.Conflict. The file before is kept as cordwood-rules.json.bak when it was
// a good one. The lock is the operating system's and dies with its holder; on a
// share it may bind nobody, there only the revision guards. When a share does not
// answer the write itself, the error has a *fault.Unanswered in it.
func Save(ctx context.Context, dir string, f File, expectedRev int64) (rev int64, err error) {
	unlock, err := lock(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer unlock()
	if err := within(dir, "save rules", func() error {
		atomicfile.RemoveStaleParts(dir, FileName, stalePart, time.Now())
		return nil
	}); err != nil {
		return 0, err
	}

	path := filepath.Join(dir, FileName)
	current, good, err := current(dir)
	if err != nil {
		return 0, err
	}
	if current.Rev != expectedRev {
		hint := fault.Say("changed by {0} at {1}; load it again and merge", current.WrittenBy, current.WrittenAt.Format(time.RFC3339))
		if current.Rev == 0 {
			hint = fault.Say("the rule file is gone; save again to make a new one")
		}
		return 0, fault.New("save rules", fault.Conflict, path, "", fault.Say("revision {0}, expected {1}", current.Rev, expectedRev)).Next(hint)
	}
	f.Version, f.Rev, f.SHA256 = FileVersion, expectedRev+1, ""
	if err := f.check(); err != nil {
		return 0, err
	}
	data, err := f.Encode()
	if err != nil {
		return 0, err
	}
	if good {
		if err := keepBackup(dir); err != nil {
			return 0, err
		}
	}
	return f.Rev, fsx.Change(path, "save rules", func() error { return atomicfile.Write(path, data, filePerm) })
}

// within is fsx.Within without a value.
func within(dir, op string, call func() error) error {
	_, err := fsx.Within(dir, op, func() (struct{}, error) { return struct{}{}, call() })
	return err
}

// current is the file that a save replaces; good says that it can be parsed. A
// broken one stands for the last good file, with Rev 0 when there is none. A
// file of a later version is never replaced.
func current(dir string) (f File, good bool, err error) {
	f, err = Load(dir)
	switch fault.KindOf(err) {
	case "":
		return f, true, nil
	case fault.NotFound:
		return File{}, false, nil
	case fault.Damaged, fault.Invalid, fault.Limit:
		if f, err = LoadBackup(dir); err != nil {
			f = File{} // neither can be read: as if there were none
		}
		return f, false, nil
	}
	return File{}, false, err
}

func keepBackup(dir string) error {
	data, err := readSmall(dir, FileName)
	if err != nil {
		return err
	}
	return within(dir, "save rules", func() error { return atomicfile.Write(filepath.Join(dir, backupName), data, filePerm) })
}

// LoadBackup is the last good file before the current one.
func LoadBackup(dir string) (File, error) {
	data, err := readSmall(dir, backupName)
	if err != nil {
		return File{}, err
	}
	return Parse(data)
}

// lock takes the folder's rule lock, for writers of the rules and the status.
func lock(ctx context.Context, dir string) (unlock func(), err error) {
	path := filepath.Join(dir, lockName)
	if err := within(dir, "lock rules", func() error { return makeLockFile(dir) }); err != nil {
		return nil, fault.New("lock rules", fault.KindOf(err), path, "", err)
	}
	l := flock.New(path)
	for until := time.Now().Add(lockWait); ; {
		got, err := try(l, dir)
		switch {
		case err != nil:
			return nil, fault.New("lock rules", fault.KindOf(err), path, "", err)
		case got:
			return func() { release(l, dir) }, nil
		case time.Now().After(until):
			return nil, fault.New("lock rules", fault.Locked, path, "another program is saving; try again", nil)
		}
		select {
		case <-ctx.Done():
			return nil, fault.New("lock rules", fault.Stopped, path, "", ctx.Err())
		case <-time.After(lockPoll):
		}
	}
}

// try asks for the lock once. What a share gives late is given back.
func try(l *flock.Flock, dir string) (bool, error) {
	got := make(chan bool, 1)
	err := fsx.Change(dir, "lock rules", func() error {
		ok, err := l.TryLock()
		got <- ok
		return err
	})
	if u := fault.IsUnanswered(err); u != nil {
		go func() {
			if u.Wait(context.Background()) == nil {
				release(l, dir)
			}
		}()
	}
	if err != nil {
		return false, err
	}
	return <-got, nil
}

// release gives the lock back, which closing the file does in any case; what a
// share does not take now it takes when it answers.
func release(l *flock.Flock, dir string) {
	if within(dir, "unlock rules", l.Unlock) != nil {
		go func() { _ = l.Unlock() }()
	}
}

// makeLockFile makes the lock file itself, because the lock's own open would
// follow a link planted at its name.
func makeLockFile(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	f, err := root.OpenFile(lockName, os.O_RDONLY|os.O_CREATE|os.O_EXCL, filePerm)
	if err == nil {
		return f.Close()
	}
	info, err := root.Lstat(lockName)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%w: a link or a folder takes the name of the lock", fs.ErrPermission)
	}
	return nil
}
