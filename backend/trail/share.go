package trail

import (
	"cordwood/backend/fault"
	"cordwood/backend/internal/fsx"
)

// refuseShare keeps the trail on a local disk: on a share SQLite's locks cannot
// be trusted, and two processes would fork the chain.
func refuseShare(dir string) error {
	root, err := fsx.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if root.Volume() == fsx.Share {
		return fault.New("open trail", fault.Unsupported, dir, "keep Cordwood's own data on a local disk: set CORDWOOD_HOME",
			fault.Say("the folder is on a network file system"))
	}
	return nil
}
