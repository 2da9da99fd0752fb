package hold

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// inode is what two names of one file have in common.
type inode struct{ dev, ino uint64 }

// writers says which of the files a process has open for writing, and which
// process. It looks through /proc; of the processes of other users it sees
// nothing unless it runs as root.
func writers(files map[int]fs.FileInfo) map[int]string {
	wanted := map[inode]int{}
	for i, info := range files {
		if st, ok := info.Sys().(*syscall.Stat_t); ok {
			wanted[inode{uint64(st.Dev), st.Ino}] = i
		}
	}
	found := map[int]string{}
	if len(wanted) == 0 {
		return found
	}
	processes, _ := os.ReadDir("/proc") // none: nothing can be said
	for _, p := range processes {
		if _, err := strconv.Atoi(p.Name()); err != nil {
			continue
		}
		fds, err := os.ReadDir(filepath.Join("/proc", p.Name(), "fd"))
		if err != nil {
			continue
		}
		for _, fd := range fds {
			var st syscall.Stat_t
			if syscall.Stat(filepath.Join("/proc", p.Name(), "fd", fd.Name()), &st) != nil {
				continue
			}
			i, ok := wanted[inode{uint64(st.Dev), st.Ino}]
			if ok && openedForWriting(p.Name(), fd.Name()) {
				found[i] = processName(p.Name())
			}
		}
	}
	return found
}

// openedForWriting reads the access mode out of fdinfo, whose flags are octal.
func openedForWriting(pid, fd string) bool {
	data, err := os.ReadFile(filepath.Join("/proc", pid, "fdinfo", fd))
	if err != nil {
		return true // it ended, or may not be asked: better refuse
	}
	for line := range strings.Lines(string(data)) {
		if text, ok := strings.CutPrefix(line, "flags:"); ok {
			flags, err := strconv.ParseUint(strings.TrimSpace(text), 8, 64)
			return err != nil || flags&syscall.O_ACCMODE != syscall.O_RDONLY
		}
	}
	return true
}

func processName(pid string) string {
	name, err := os.ReadFile(filepath.Join("/proc", pid, "comm"))
	if err != nil {
		return "process " + pid
	}
	return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), pid)
}
