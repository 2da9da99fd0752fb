//go:build probe

package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// The probe is for tests of the real window, which cannot be automated from
// outside: it runs the steps of CORDWOOD_PROBE_SCRIPT in the page, each until it
// answers, and writes the last answer to the file CORDWOOD_PROBE.

// probed are the page's answers.
var probed = make(chan []byte)

func (a *App) probeRoutes(routes map[string]http.Handler) {
	routes["POST /probe"] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err == nil {
			probed <- answer
		}
	})
}

func (a *App) probe(w wailsWindow) {
	var steps []string
	if err := json.Unmarshal([]byte(os.Getenv("CORDWOOD_PROBE_SCRIPT")), &steps); err != nil {
		return
	}
	var answer []byte
	for _, step := range steps {
		for answer = nil; len(answer) == 0; {
			runtime.WindowExecJS(w.ctx, fmt.Sprintf(
				`(() => { const v = (() => {%s})(); if (v) fetch('/probe', {method: 'POST', body: JSON.stringify(v)}); })()`, step))
			select {
			case answer = <-probed:
			case <-time.After(300 * time.Millisecond):
			case <-w.ctx.Done():
				return
			}
		}
	}
	out := os.Getenv("CORDWOOD_PROBE")
	if err := os.WriteFile(out+".part", answer, 0o600); err == nil {
		_ = os.Rename(out+".part", out)
	}
}
