//go:build !windows

package fault

import "syscall"

// platformKinds is empty: kinds has the system's own numbers here.
var platformKinds map[syscall.Errno]Kind
