package rules

import (
	"context"
	"path/filepath"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// lookAgain is the pause before a look that follows a look without an answer; each
// is twice the one before, up to lookSeldom.
const (
	lookAgain  = time.Second
	lookSeldom = time.Minute
)

// Settle ends, in the background, the record of an act that had no answer in time:
// unanswered has a *fault.Unanswered in it. The late answer tells, and where the file
// is then. With the end of ctx nobody looks any more, and the record ends with
// unanswered itself.
func Settle(ctx context.Context, w Witness, ref string, act Act, unanswered error) {
	go func() {
		err := fault.IsUnanswered(unanswered).Wait(ctx)
		for pause := lookAgain; (err == nil || fault.KindOf(err) == fault.Away) && ctx.Err() == nil; pause = min(2*pause, lookSeldom) {
			if err = found(act); err == nil || fault.KindOf(err) != fault.Away {
				break
			}
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		}
		if fault.KindOf(err) == fault.Away {
			err = unanswered
		}
		// When the witness cannot write it, its own start finds the open intent.
		_ = w.Outcome(context.WithoutCancel(ctx), ref, err)
	}()
}

// found says by where the file of an act is whether the act was done.
func found(act Act) error {
	root, err := fsx.OpenRoot(act.Root)
	if err != nil {
		return err
	}
	defer root.Close()
	if root.Volume() == fsx.Local && root.Local(act.Path) { // an empty folder tells nothing
		return fault.New(act.Op, fault.Away, act.Root, "", fault.Say("it is not mounted"))
	}
	is := func(name string) (bool, error) {
		info, err := root.Lstat(filepath.ToSlash(name))
		if fault.KindOf(err) == fault.NotFound {
			return false, nil
		}
		return err == nil && info.Mode().IsRegular() && info.Size() == act.Size && info.ModTime().Equal(act.Modified), err
	}
	if act.To != "" {
		if there, err := is(act.To); there || err != nil {
			return err
		}
	}
	switch there, err := is(act.Path); {
	case err != nil:
		return err
	case there:
		return fault.New(act.Op, fault.Unreadable, act.Path, "", fault.Say("the share did not answer; the file is where it was"))
	case act.To != "":
		return fault.New(act.Op, fault.Changed, act.Path, "", fault.Say("the share did not answer; the file is neither where it was nor where it should be"))
	}
	return nil
}
