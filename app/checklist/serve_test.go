package checklist

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"cordwood/app"
)

// served is a running `cordwood serve` over one source.
type served struct {
	mute  bool
	base  string
	token string
	pid   int
	src   app.Source
	slots atomic.Int64 // each question has its own, so that none replaces another's
}

func (s *served) slot() string { return strconv.FormatInt(s.slots.Add(1), 10) }

// serve starts the browser face over src with a home of its own; it ends with
// the test.
func (w *world) serve(src string) (*served, error) {
	if w.mute {
		return &served{mute: true}, nil
	}
	home := w.t.TempDir()
	c := exec.CommandContext(w.ctx, w.program, "serve", src)
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+home)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 5 * time.Second
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	w.t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
	})
	in := bufio.NewReader(out)
	address, err := in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	file, err := in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	token, err := os.ReadFile(strings.TrimSpace(strings.TrimPrefix(file, "token file ")))
	if err != nil {
		return nil, err
	}
	base, _, _ := strings.Cut(strings.TrimSpace(address), "/?")
	s := &served{base: base, token: string(token), pid: c.Process.Pid}
	return s, s.wait()
}

// wait waits until the source is read whole.
func (s *served) wait() error {
	start, err := call[app.Start](s, "Sources.Start")
	if err != nil {
		return err
	}
	for range 300 {
		if s.src, err = call[app.Source](s, "Sources.Info", start.First); err != nil || s.src.Percent == 100 {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("the source is not read after 6 s: %d %%", s.src.Percent)
}

// call asks a bound method as the frontend does.
func call[T any](s *served, method string, args ...any) (T, error) {
	var v T
	if s.mute {
		return v, nil
	}
	if args == nil {
		args = []any{}
	}
	body, err := json.Marshal(args)
	if err != nil {
		return v, err
	}
	r, err := http.NewRequest(http.MethodPost, s.base+"/call/"+method, bytes.NewReader(body))
	if err != nil {
		return v, err
	}
	r.Header.Set("Content-Type", "application/json")
	text, err := s.send(r)
	if err != nil {
		return v, fmt.Errorf("%s: %w", method, err)
	}
	return v, json.Unmarshal(text, &v)
}

// get reads a page under /data/.
func get[T any](s *served, route string, values ...string) (T, error) {
	var v T
	text, err := s.fetch(route, values...)
	if err != nil || s.mute {
		return v, err
	}
	return v, json.Unmarshal(text, &v)
}

// fetch reads an address as it is; values are names and values in turn.
func (s *served) fetch(route string, values ...string) ([]byte, error) {
	if s.mute {
		return nil, nil
	}
	q := url.Values{}
	for i := 0; i < len(values); i += 2 {
		q.Set(values[i], values[i+1])
	}
	r, err := http.NewRequest(http.MethodGet, s.base+route+"?"+q.Encode(), nil)
	if err != nil {
		return nil, err
	}
	return s.send(r)
}

// refused is an answer other than 200.
type refused struct {
	status int
	app.Problem
}

func (r *refused) Error() string {
	return fmt.Sprintf("%d %s %s %s", r.status, r.Kind, r.Cause.Text, r.Hint.Text)
}

func (s *served) send(r *http.Request) ([]byte, error) {
	r.Header.Set("Authorization", "Bearer "+s.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode == http.StatusOK {
		return text, err
	}
	no := &refused{status: answer.StatusCode}
	_ = json.Unmarshal(text, &no.Problem)
	return nil, no
}

// open opens a view of the logs and waits until it is whole.
func (s *served) open(r app.LogRequest) (app.LogState, error) {
	r.Source, r.Slot = s.src.ID, s.slot()
	state, err := call[app.LogState](s, "ServerLogs.Open", r)
	for range 300 {
		if err != nil || s.mute || state.Exact {
			break
		}
		time.Sleep(20 * time.Millisecond)
		state, err = call[app.LogState](s, "ServerLogs.State", state.Handle)
	}
	return state, err
}

func (s *served) access(r app.RecordRequest) (app.RecordState, error) {
	r.Source, r.Slot = s.src.ID, s.slot()
	return call[app.RecordState](s, "Access.Open", r)
}

func (s *served) audit(r app.RecordRequest) (app.RecordState, error) {
	r.Source, r.Slot = s.src.ID, s.slot()
	return call[app.RecordState](s, "Audit.Open", r)
}
