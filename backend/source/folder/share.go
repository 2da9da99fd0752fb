package folder

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"syscall"

	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// rows is how many files of a share are looked at at once: each look is a few
// round trips, and what a folder of a hundred files takes is their number.
const rows = 28

// away reports that the share did not answer. A scan ends with it: what lies there
// cannot be told, and what was known stays.
func away(err error) bool { return fault.KindOf(err) == fault.Away }

// passing reports an error that may be over the next time: it says nothing about
// what the file holds.
func passing(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.EIO) || errors.Is(err, syscall.ESTALE) || errors.Is(err, fsx.ErrSlow)
}

// each does n things, on a share several at a time. It ends with ctx, and when one
// of them says that the share is away.
func (f *Folder) each(ctx context.Context, n int, do func(i int) error) error {
	workers := 1
	if f.root.Volume() == fsx.Share {
		workers = min(rows, n)
	}
	var next atomic.Int64
	var ended atomic.Pointer[error]
	work := func() {
		for ended.Load() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			if f.amid != nil {
				f.amid()
			}
			err := ctx.Err()
			if err != nil {
				err = fault.New("scan", fault.Stopped, f.name, "", err)
			} else if err = do(i); !away(err) {
				continue
			}
			ended.CompareAndSwap(nil, &err)
		}
	}
	var all sync.WaitGroup
	for range workers - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
	if err := ended.Load(); err != nil {
		return *err
	}
	return nil
}
