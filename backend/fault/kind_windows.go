package fault

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// platformKinds are the system's numbers that Go does not already call not
// existing, denied or existing.
var platformKinds = map[syscall.Errno]Kind{
	windows.ERROR_INVALID_NAME:           Invalid,
	windows.ERROR_BAD_PATHNAME:           Invalid,
	windows.ERROR_FILENAME_EXCED_RANGE:   Invalid,
	windows.ERROR_DIRECTORY:              NotFound, // a part of the path is a file
	windows.ERROR_NO_UNICODE_TRANSLATION: Invalid,

	windows.ERROR_SHARING_VIOLATION: InUse,
	windows.ERROR_LOCK_VIOLATION:    InUse,

	windows.ERROR_DISK_FULL:           Limit,
	windows.ERROR_HANDLE_DISK_FULL:    Limit,
	windows.ERROR_TOO_MANY_OPEN_FILES: Limit,
	windows.ERROR_NOT_ENOUGH_MEMORY:   Limit,

	windows.ERROR_WRITE_PROTECT:   Denied,
	windows.ERROR_NOT_SAME_DEVICE: Unsupported,

	// A disk or a share that fails.
	windows.ERROR_NOT_READY:             Unreadable,
	windows.ERROR_CRC:                   Unreadable,
	windows.ERROR_READ_FAULT:            Unreadable,
	windows.ERROR_GEN_FAILURE:           Unreadable,
	windows.ERROR_IO_DEVICE:             Unreadable,
	windows.ERROR_BAD_NET_NAME:          NotFound,
	windows.ERROR_CANT_RESOLVE_FILENAME: Unreadable, // links that lead to each other
	windows.ERROR_CANT_ACCESS_FILE:      Unreadable,

	// A share whose other side is not there.
	windows.ERROR_SEM_TIMEOUT:         Away,
	windows.ERROR_BAD_NETPATH:         Away,
	windows.ERROR_REM_NOT_LIST:        Away,
	windows.ERROR_NETNAME_DELETED:     Away,
	windows.ERROR_UNEXP_NET_ERR:       Away,
	windows.ERROR_DEV_NOT_EXIST:       Away,
	windows.ERROR_NETWORK_UNREACHABLE: Away,
	windows.ERROR_HOST_UNREACHABLE:    Away,
	windows.ERROR_CONNECTION_ABORTED:  Away,
}
