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
//
// A descriptor of another process may lie on a share that does not answer, where
// a stat would wait for ever. So the kernel's own notes on it come first, and only
// a descriptor that writes to an inode of a wanted number is looked at itself.
func writers(files map[int]fs.FileInfo) map[int]string {
	wanted, numbers := map[inode]int{}, map[uint64]bool{}
	for i, info := range files {
		if st, ok := info.Sys().(*syscall.Stat_t); ok {
			wanted[inode{uint64(st.Dev), st.Ino}] = i
			numbers[st.Ino] = true
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
		dir := filepath.Join("/proc", p.Name())
		fds, err := os.ReadDir(filepath.Join(dir, "fd"))
		if err != nil {
			continue
		}
		for _, fd := range fds {
			writes, number, known := descriptor(filepath.Join(dir, "fdinfo", fd.Name()))
			if !writes || known && !numbers[number] {
				continue
			}
			var st syscall.Stat_t
			if syscall.Stat(filepath.Join(dir, "fd", fd.Name()), &st) != nil {
				continue
			}
			if i, ok := wanted[inode{uint64(st.Dev), st.Ino}]; ok {
				found[i] = processName(p.Name())
			}
		}
	}
	return found
}

// descriptor reads what the kernel notes of an open file: its access mode, in the
// octal flags, and, since Linux 5.14, its inode's number. What cannot be read is
// closed by now, or may not be looked at itself either.
func descriptor(path string) (writes bool, number uint64, known bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return false, 0, false
	}
	writes = true // when the flags do not say: better refuse
	for line := range strings.Lines(string(data)) {
		name, text, _ := strings.Cut(line, ":")
		switch text = strings.TrimSpace(text); name {
		case "flags":
			flags, err := strconv.ParseUint(text, 8, 64)
			writes = err != nil || flags&syscall.O_ACCMODE != syscall.O_RDONLY
		case "ino":
			number, err = strconv.ParseUint(text, 10, 64)
			known = err == nil
		}
	}
	return writes, number, known
}

func processName(pid string) string {
	name, err := os.ReadFile(filepath.Join("/proc", pid, "comm"))
	if err != nil {
		return "process " + pid
	}
	return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), pid)
}
