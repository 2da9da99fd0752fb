package fsx

import (
	"os"
	"syscall"
)

// shares are the magic numbers of statfs(2) behind which another machine, or a
// program that speaks to one, may change files without a notice.
var shares = map[uint32]string{
	0x6969:     "nfs",
	0x517B:     "smb",
	0xFE534D42: "smb2",
	0xFF534D42: "cifs",
	0x65735546: "fuse",
	0x01021997: "9p",
	0x00C36400: "ceph",
	0x5346414F: "afs",
	0x0BD00BD0: "lustre",
	0x7461636F: "ocfs2",
	0x01161970: "gfs2",
	0x786F4256: "vboxsf",
	0x47504653: "gpfs",
}

func volumeOf(d *os.File) Volume {
	var st syscall.Statfs_t
	if err := syscall.Fstatfs(int(d.Fd()), &st); err != nil {
		return Unknown
	}
	if _, ok := shares[uint32(st.Type)]; ok {
		return Share
	}
	return Local
}
