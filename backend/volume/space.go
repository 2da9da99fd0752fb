package volume

import (
	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

type room struct{ total, free int64 }

// Space is the size of the volume that holds dir and what a user may still
// write there, in bytes. A share that does not answer is a fault of kind Away.
func Space(dir string) (total, free int64, err error) {
	r, err := fsx.Within(dir, "measure", func() (room, error) { return space(dir) })
	return r.total, r.free, err
}

// Writable reports whether this user may create files in dir, without trying. The
// error is Away, where the share does not answer.
func Writable(dir string) (bool, error) {
	yes, err := fsx.Within(dir, "look at", func() (bool, error) { return writable(dir) })
	if fault.KindOf(err) != fault.Away {
		err = nil
	}
	return yes, err
}
