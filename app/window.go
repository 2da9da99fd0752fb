package app

import (
	"fmt"

	"cordwood/backend/fault"
)

// window is what the native shell can do for us; nil in the browser face.
type window interface {
	pickFolder() (string, error)
	pickBundle() (string, error)
	saveAs(name string) (string, error)
	front()
}

func displayFault(cause any) error {
	return fault.New("open the window", fault.Unsupported, "", "no display answers; use cordwood serve", fmt.Errorf("%v", cause))
}
