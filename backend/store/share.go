package store

import (
	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// refuseShare keeps the database on a local disk: on a share SQLite's locks and
// shared memory cannot be trusted (sshfs even reports journal_mode=wal).
func refuseShare(dir string) error {
	root, err := fsx.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if root.Volume() == fsx.Share {
		return fault.New("open store", fault.Unsupported, dir, "keep Cordwood's own data on a local disk: set CORDWOOD_HOME",
			fault.Say("the folder is on a network file system"))
	}
	return nil
}
