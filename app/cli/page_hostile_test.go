//go:build linux

package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cordwood/app"
)

// page talks to a running `cordwood serve` as the page in a browser does: by
// the printed address once, and from then on with its cookie.
type page struct {
	t      *testing.T
	base   string
	home   string
	http   *http.Client
	served *exec.Cmd
	ended  bool
}

// servePage starts the program with a home of its own. Every other folder that
// it could take for its own (HOME, XDG, TMPDIR, the working folder) lies in yard.
func servePage(t *testing.T, args []string, home, yard string) *page {
	t.Helper()
	c := exec.Command(args[0], args[1:]...)
	c.Dir = filepath.Join(yard, "cwd")
	c.Env = append(os.Environ(), "CORDWOOD_HOME="+home, "HOME="+filepath.Join(yard, "user"), "TMPDIR="+filepath.Join(yard, "tmp"))
	for _, name := range []string{"CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"} {
		c.Env = append(c.Env, "XDG_"+name+"="+filepath.Join(yard, "user"))
	}
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	p := &page{t: t, home: home, served: c, http: &http.Client{Jar: jar, Timeout: time.Minute}}
	t.Cleanup(p.end)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	p.base, _, _ = strings.Cut(strings.TrimSpace(address), "/?")
	p.fetch(http.MethodGet, strings.TrimPrefix(strings.TrimSpace(address), p.base))
	return p
}

// end interrupts the program and waits for it.
func (p *page) end() {
	if p.ended {
		return
	}
	p.ended = true
	_ = p.served.Process.Signal(os.Interrupt)
	_ = p.served.Wait()
}

// try sends what the page would send; any answer but 200 is an error.
func (p *page) try(method, route string, body io.Reader) ([]byte, error) {
	r, err := http.NewRequest(method, p.base+route, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", p.base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := p.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var text []byte
	if strings.HasPrefix(route, "/data/download") { // as large as the files are
		_, err = io.Copy(io.Discard, answer.Body)
	} else {
		text, err = io.ReadAll(answer.Body)
	}
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %d %.300s", route, answer.StatusCode, text)
	}
	return text, err
}

func (p *page) fetch(method, route string) []byte {
	p.t.Helper()
	text, err := p.try(method, route, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

// get reads a page under /data/; values are names and values in turn.
func (p *page) get(route string, values ...string) []byte {
	p.t.Helper()
	q := url.Values{}
	for i := 0; i < len(values); i += 2 {
		q.Set(values[i], values[i+1])
	}
	return p.fetch(http.MethodGet, "/data/"+route+"?"+q.Encode())
}

// answerOf calls a bound method.
func answerOf[T any](p *page, method string, args ...any) (v T, err error) {
	body, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		return v, err
	}
	text, err := p.try(http.MethodPost, "/call/"+method, bytes.NewReader(body))
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(text, &v)
}

// ask calls one that must answer.
func ask[T any](p *page, method string, args ...any) T {
	p.t.Helper()
	v, err := answerOf[T](p, method, args...)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

func into[T any](p *page, text []byte) T {
	p.t.Helper()
	var v T
	if err := json.Unmarshal(text, &v); err != nil {
		p.t.Fatalf("%v in %.300s", err, text)
	}
	return v
}

func (p *page) open(path string) app.Source {
	p.t.Helper()
	return p.read(ask[app.Source](p, "Sources.Open", path).ID)
}

// read waits until a source is read whole.
func (p *page) read(id string) app.Source {
	p.t.Helper()
	for range 1200 {
		if src := ask[app.Source](p, "Sources.Info", id); src.Percent == 100 {
			return src
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatal("the source is not read after a minute")
	return app.Source{}
}

// log opens a log view and waits until it is exact.
func (p *page) log(r app.LogRequest) app.LogState {
	p.t.Helper()
	r.Slot = "log"
	s := ask[app.LogState](p, "ServerLogs.Open", r)
	for range 600 {
		if s.Exact {
			return s
		}
		time.Sleep(50 * time.Millisecond)
		s = ask[app.LogState](p, "ServerLogs.State", s.Handle)
	}
	p.t.Fatalf("%v is not exact after half a minute", r.Families)
	return s
}

// peak is the most memory that the program had so far, in KiB.
func (p *page) peak() int64 {
	p.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.served.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	return kib
}

// onlyInHome wants no file outside the home open for writing, not even one
// without a name.
func (p *page) onlyInHome() {
	p.t.Helper()
	fds := fmt.Sprintf("/proc/%d/fd", p.served.Process.Pid)
	list, err := os.ReadDir(fds)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, fd := range list {
		to, err := os.Readlink(filepath.Join(fds, fd.Name()))
		link, lerr := os.Lstat(filepath.Join(fds, fd.Name()))
		if err != nil || lerr != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "/dev/") || strings.HasPrefix(to, p.home+"/") {
			continue
		}
		if link.Mode()&0o200 != 0 {
			p.t.Errorf("%s is open for writing", to)
		}
	}
}
