package fault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// KindOf is the kind of the outermost Error in the chain; errors of the operating
// system are recognised, anything else is Internal. It is "" for nil.
//
// Internal means a defect of ours. What a file system answers is never that: a
// name it cannot hold is Invalid, a full disk is a Limit, a share that went away
// is Unreadable.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, fs.ErrNotExist):
		return NotFound
	case errors.Is(err, fs.ErrPermission):
		return Denied
	case errors.Is(err, fs.ErrExist):
		return Conflict
	case errors.Is(err, context.Canceled):
		return Stopped
	case errors.Is(err, fs.ErrClosed):
		return Internal // a file of ours was used after its end
	}
	return kindOfSystem(err)
}

func kindOfSystem(err error) Kind {
	var n syscall.Errno
	if errors.As(err, &n) {
		if k, ok := kinds[n]; ok {
			return k
		}
		if k, ok := platformKinds[n]; ok {
			return k
		}
	}
	var path *fs.PathError
	var link *os.LinkError
	onFile := errors.As(err, &path) || errors.As(err, &link)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return Unsupported
	case onFile && (errors.Is(err, syscall.EINVAL) || errors.Is(err, fs.ErrInvalid)):
		return Invalid // elsewhere a call of ours was wrong
	case onFile:
		return Unreadable
	}
	return Internal
}

// kinds has the numbers that Go knows on every platform. On Windows they are
// Go's own, and platformKinds has those of the system.
var kinds = map[syscall.Errno]Kind{
	syscall.ENOTDIR:      NotFound, // a part of the path is a file: nothing can be below it
	syscall.ENAMETOOLONG: Invalid,
	syscall.EILSEQ:       Invalid, // a name that the file system's character set lacks

	syscall.EISDIR: Unreadable,
	syscall.ELOOP:  Unreadable, // links that lead to each other, or a link where none may be
	syscall.ENXIO:  Unreadable,
	syscall.ENODEV: Unreadable,

	// A disk or a share that fails at this file.
	syscall.EIO:    Unreadable,
	syscall.ESTALE: Unreadable,

	// A share whose other side is not there. On a local disk they do not occur.
	syscall.ETIMEDOUT:    Away,
	syscall.ENOTCONN:     Away,
	syscall.ECONNABORTED: Away,
	syscall.ECONNREFUSED: Away,
	syscall.ECONNRESET:   Away,
	syscall.EHOSTDOWN:    Away,
	syscall.EHOSTUNREACH: Away,
	syscall.ENETDOWN:     Away,
	syscall.ENETUNREACH:  Away,

	syscall.ENOSPC: Limit,
	syscall.EDQUOT: Limit,
	syscall.EFBIG:  Limit,
	syscall.EMFILE: Limit,
	syscall.ENFILE: Limit,
	syscall.ENOMEM: Limit,

	syscall.EROFS:     Denied,
	syscall.EBUSY:     InUse,
	syscall.ETXTBSY:   InUse,
	syscall.EXDEV:     Unsupported,
	syscall.ENOTEMPTY: Conflict,
}
