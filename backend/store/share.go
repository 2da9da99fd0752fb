package store

// shares are the file-system types of Linux on which SQLite's locks and shared
// memory cannot be trusted; sshfs even reports journal_mode=wal and then forks.
// Numbers are statfs(2) magics.
var shares = map[uint32]string{
	0x65735546: "FUSE",
	0x00006969: "NFS",
	0xFF534D42: "CIFS",
	0xFE534D42: "SMB2",
	0x0000517B: "SMB",
	0x01021997: "9P",
	0x5346414F: "AFS",
	0x00C36400: "Ceph",
	0x73757245: "Coda",
	0x47504653: "GPFS",
	0x0BD00BD0: "Lustre",
}
