package fsx

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// remotes are the file systems behind which another machine, or a program that
// speaks to one, may change files without a notice, and may stop answering. Of
// fuse every kind is one ("fuse.sshfs"): what is behind it cannot be told.
var remotes = []string{
	"9p", "afs", "autofs", "beegfs", "ceph", "cifs", "coda", "drvfs", "fuse", "fuseblk", "gfs2", "gpfs", "lustre", "ncpfs", "nfs", "nfs4",
	"ocfs2", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
}

func isRemote(fstype string) bool {
	return slices.Contains(remotes, fstype) || strings.HasPrefix(fstype, "fuse.")
}

// mountinfo stays open: poll(2) tells when the table changed since it was read, see
// proc_pid_mountinfo(5). It is no os.File, whose own polling would take the news.
var mountinfo = -1

// readMounts reads the table if it changed since the last time. Without /proc it
// is empty.
func readMounts(first bool) (rows []mounted, changed bool) {
	if mountinfo < 0 {
		fd, err := unix.Open("/proc/self/mountinfo", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			return nil, first
		}
		mountinfo, first = fd, true
	}
	if n, err := unix.Poll([]unix.PollFd{{Fd: int32(mountinfo), Events: unix.POLLPRI}}, 0); n == 0 && err == nil && !first {
		return nil, false
	}
	var text []byte
	for buf := make([]byte, 64<<10); ; {
		n, err := unix.Pread(mountinfo, buf, int64(len(text)))
		if n <= 0 || err != nil {
			break
		}
		text = append(text, buf[:n]...)
	}
	return parseMounts(string(text)), true
}

// parseMounts reads lines like
//
//	36 35 0:52 / /mnt/logs rw,relatime shared:1 - fuse.sshfs li@srv01:/logs rw
func parseMounts(text string) []mounted {
	var rows []mounted
	for line := range strings.Lines(text) {
		own, of, _ := strings.Cut(line, " - ")
		f, t := strings.Fields(own), strings.Fields(of)
		if len(f) < 5 || len(t) < 2 {
			continue
		}
		rows = append(rows, mounted{volume: strings.Join([]string{f[2], t[0], t[1]}, " "), point: unescape(f[4]), remote: isRemote(t[0])})
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
