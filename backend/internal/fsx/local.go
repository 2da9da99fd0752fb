package fsx

import "cordwood/backend/fault"

// MustBeLocal refuses, in the name of op, to keep a database of ours in dir where
// that is on a share: SQLite's locks and shared memory cannot be trusted there
// (sshfs even reports journal_mode=wal), and two processes would both write.
func MustBeLocal(op, dir string) error {
	root, err := OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if root.Volume() == Share {
		return fault.New(op, fault.Unsupported, dir, "keep Cordwood's own data on a local disk: set CORDWOOD_HOME",
			fault.Say("the folder is on a network file system"))
	}
	return nil
}
