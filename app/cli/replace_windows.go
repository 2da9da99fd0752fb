package cli

import (
	"os"
	"os/exec"
)

// replaceBy runs another program and waits for it; Windows cannot become one.
func replaceBy(path string, args []string) error {
	c := exec.Command(path, args...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	return c.Run()
}
