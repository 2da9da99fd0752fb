package cli

import (
	"os"
	"runtime"
	"runtime/debug"
)

// lateGarbage puts the first collection of garbage off until the heap has 16 MiB;
// the runtime's own measure is 4. Most commands are over by then. What runs longer
// collects as ever from the second on, and who set GOGC has set it.
func lateGarbage() {
	if os.Getenv("GOGC") != "" {
		return
	}
	before := debug.SetGCPercent(400)
	runtime.AddCleanup(new([32]byte), func(percent int) { debug.SetGCPercent(percent) }, before)
}
