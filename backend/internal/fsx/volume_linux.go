package fsx

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// shares are the file systems behind which another machine, or a program that
// speaks to one, may change files without a notice, and may stop answering.
var shares = []string{
	"nfs", "nfs4", "smbfs", "cifs", "smb3", "fuse", "fuseblk", "virtiofs", "9p", "ceph", "afs", "lustre", "ocfs2",
	"gfs2", "vboxsf", "gpfs", "autofs",
}

func isShare(fstype string) bool {
	return slices.Contains(shares, fstype) || strings.HasPrefix(fstype, "fuse.")
}

// mounted is one line of the mount table.
type mounted struct {
	device string // "0:52"
	point  string
	share  bool
}

// table is the mount table, read again when the kernel says that it changed:
// poll(2) marks it, see proc_pid_mountinfo(5).
var table struct {
	sync.Mutex
	file *os.File
	rows []mounted
}

// mountTable is nil where there is no /proc.
func mountTable() []mounted {
	table.Lock()
	defer table.Unlock()
	if table.file == nil {
		f, err := os.Open("/proc/self/mountinfo")
		if err != nil {
			return nil
		}
		table.file = f
	} else if n, err := unix.Poll([]unix.PollFd{{Fd: int32(table.file.Fd()), Events: unix.POLLPRI}}, 0); n == 0 && err == nil {
		return table.rows
	}
	text, err := io.ReadAll(io.NewSectionReader(table.file, 0, 1<<30))
	if err != nil {
		return nil
	}
	table.rows = parseMounts(text)
	return table.rows
}

func parseMounts(text []byte) []mounted {
	var rows []mounted
	for line := range bytes.Lines(text) {
		own, of, _ := strings.Cut(string(line), " - ")
		f, t := strings.Fields(own), strings.Fields(of)
		if len(f) < 5 || len(t) == 0 {
			continue
		}
		rows = append(rows, mounted{device: f[2], point: unescape(f[4]), share: isShare(t[0])})
	}
	return rows
}

// unescape undoes \040 and the like.
func unescape(s string) string {
	for i := 0; i+3 < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
			s = s[:i] + string([]byte{byte(n)}) + s[i+4:]
		}
	}
	return s
}

// under reports whether path is point or lies below it, and the rest.
func under(path, point string) (rest string, ok bool) {
	if point == "/" {
		return strings.TrimPrefix(path, "/"), true
	}
	rest, ok = strings.CutPrefix(path, point)
	return strings.TrimPrefix(rest, "/"), ok && (rest == "" || rest[0] == '/')
}

// deepest is the mount that path lies on, by its text.
func deepest(rows []mounted, path string) (at mounted) {
	for _, m := range rows {
		if _, ok := under(path, m.point); ok && len(m.point) >= len(at.point) {
			at = m // of two at one point the later covers the earlier
		}
	}
	return at
}

// siteOf says where dir lies.
func siteOf(dir string) site {
	rows := mountTable()
	abs, err := filepath.Abs(dir)
	if len(rows) == 0 || err != nil {
		return site{volume: Unknown}
	}
	if !slices.ContainsFunc(rows, func(m mounted) bool { return m.share }) {
		return site{volume: Local}
	}
	real := follow(rows, abs)
	s := site{volume: Local}
	if m := deepest(rows, real); m.share {
		s = site{volume: Share, share: mountOf(m.device)}
	}
	for _, m := range rows {
		if rest, ok := under(m.point, real); ok && rest != "" && m.share {
			s.below = append(s.below, below{rest, mountOf(m.device)})
		}
	}
	return s
}

// follow resolves the links of a path as far as it lies on local disks: a look
// at what lies on a share could hang.
func follow(rows []mounted, path string) string {
	real, rest := "/", strings.Split(strings.TrimPrefix(path, "/"), "/")
	for links := 0; len(rest) > 0 && rest[0] != ""; {
		next := filepath.Join(real, rest[0])
		if deepest(rows, next).share {
			return filepath.Join(next, filepath.Join(rest[1:]...))
		}
		target, err := os.Readlink(next)
		if err != nil {
			real, rest = next, rest[1:]
			continue
		}
		if links++; links > 40 {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(real, target)
		}
		real, rest = "/", append(strings.Split(strings.TrimPrefix(filepath.Clean(target), "/"), "/"), rest[1:]...)
	}
	return filepath.Join(real, filepath.Join(rest...))
}
