package serverlog

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"gopkg.in/natefinch/lumberjack.v2"
)

// outOfReach is lumberjack's MaxSize in megabytes: a pebibyte, so that it never
// rotates by itself and never refuses a record for its length.
const outOfReach = 1 << 30

// parked keeps closed lumberjack loggers for the next file. Each one that ever
// wrote has a goroutine that nothing ends; reusing them bounds the goroutines
// by the number of files open at the same time.
var parked struct {
	sync.Mutex
	free []*lumberjack.Logger
}

// appender takes a lumberjack that appends to the file that own is a handle of.
// It is open already when appender returns.
func appender(own *os.File, path string) (*lumberjack.Logger, error) {
	parked.Lock()
	var out *lumberjack.Logger
	if last := len(parked.free) - 1; last >= 0 {
		out, parked.free = parked.free[last], parked.free[:last]
	} else {
		out = &lumberjack.Logger{MaxSize: outOfReach}
	}
	parked.Unlock()
	out.Filename = throughHandle(own, path)
	if _, err := out.Write(nil); err != nil { // opens, writes nothing
		_ = park(out)
		return nil, err
	}
	return out, nil
}

// park closes out and keeps it for another file.
func park(out *lumberjack.Logger) error {
	err := out.Close()
	parked.Lock()
	parked.free = append(parked.free, out)
	parked.Unlock()
	return err
}

// throughHandle names the open file itself where the system can: then no link
// planted at path between our open and lumberjack's can lead it elsewhere.
// lumberjack finds the file existing and opens it with O_APPEND; it cannot
// rename or make anything in that folder.
func throughHandle(own *os.File, path string) string {
	if runtime.GOOS != "linux" {
		return path
	}
	name := fmt.Sprintf("/proc/self/fd/%d", own.Fd())
	if _, err := os.Stat(name); err != nil {
		return path // no /proc in this container
	}
	return name
}
