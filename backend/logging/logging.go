// Package logging is Cordwood's own debug log. Nothing that matters goes only
// there: what the user must know is returned, what must be provable is in the
// trail.
package logging

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/rs/zerolog"
	"gopkg.in/natefinch/lumberjack.v2"
)

// maxMegabytes and maxFiles keep the folder under 30 MiB: enough for weeks at
// the rate of a few lines an hour.
const (
	maxMegabytes = 10
	maxFiles     = 2
)

// Open returns a logger on <dir>/<role>-<pid>.log. lumberjack is safe only with
// one process a file, hence the pid in the name.
func Open(dir, role string) (zerolog.Logger, func() error) {
	w := &lumberjack.Logger{
		Filename:   filepath.Join(dir, fmt.Sprintf("%s-%d.log", role, os.Getpid())),
		MaxSize:    maxMegabytes,
		MaxBackups: maxFiles,
	}
	return zerolog.New(w).With().Timestamp().Logger(), w.Close
}
