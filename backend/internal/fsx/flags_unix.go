//go:build unix

package fsx

import "syscall"

// nonblock keeps an open from waiting for the writer of a named pipe that took
// the place of a file after we had looked. os.Root adds O_NOFOLLOW itself and
// resolves links inside the root step by step.
const nonblock = syscall.O_NONBLOCK
