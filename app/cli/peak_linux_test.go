package cli

import (
	"os"
	"syscall"
)

// peakOf is the most memory that a process had at a time, in KiB.
func peakOf(p *os.ProcessState) int64 {
	if usage, ok := p.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss
	}
	return 0
}
