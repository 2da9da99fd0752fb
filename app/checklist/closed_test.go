package checklist

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"cordwood/app"
)

// Shares that cannot be written, links, and a computer without a network.
var closedChecks = map[int]check{
	119: readOnlyShare, 120: rootIsALink, 121: linksLeadNowhere, 122: withoutNetwork, 123: nothingPhonesHome, 124: loopbackOnly, 125: tokenWanted, 126: sourceAway,
}

// readOnlyShare runs the program as another account over a folder that it can
// read only.
func readOnlyShare(w *world) error {
	dir := w.copySample()
	for d := dir; d != filepath.Dir(filepath.Dir(filepath.Dir(dir))); d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil {
			return err
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, f := range files {
		if err := os.Chmod(f, 0o444); err != nil {
			return err
		}
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		return err
	}
	w.t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	run := func(args ...string) (string, string, int) { return w.runIn("", args...) }
	if os.Getuid() == 0 {
		if _, err := exec.LookPath("setpriv"); err != nil {
			return skipped("root may write anywhere, and setpriv is not there")
		}
		home := filepath.Join(filepath.Dir(w.sample), "home-of-nobody")
		must(w.t, os.MkdirAll(home, 0o700))
		must(w.t, os.Chown(home, 65534, 65534))
		program := filepath.Join(filepath.Dir(w.sample), "cordwood-of-nobody")
		text, err := os.ReadFile(w.program)
		if err != nil {
			return err
		}
		must(w.t, os.WriteFile(program, text, 0o755))
		for d := filepath.Dir(w.sample); len(d) > len(os.TempDir()); d = filepath.Dir(d) {
			must(w.t, os.Chmod(d, 0o755))
		}
		run = func(args ...string) (string, string, int) {
			if w.mute {
				return "", "", 0
			}
			return execute(exec.CommandContext(w.ctx, "setpriv", append([]string{"--reuid=65534", "--regid=65534", "--clear-groups", program}, args...)...), home)
		}
	}
	before, err := listing(dir)
	if err != nil {
		return err
	}
	text, bad, code := run("rules", dir, "--json")
	views, err := jsonLines[app.RulesView](text)
	if err := first(err, same("exit code", code, 0)); err != nil {
		return fmt.Errorf("%w %s", err, bad)
	}
	effect, bad, simulated := run("rules", "set", dir, "--copies", "1", "--json")
	_, _, saved := run("rules", "set", dir, "--copies", "1", "--yes")
	_, _, deleted := run("delete", dir, w.chain("call_event")[0], "--yes")
	count, _, _ := run("access", dir, "--count")
	after, err := listing(dir)
	return first(err, same("why", strings.Contains(views[0].Why.Text, "read-only"), true), same("can be saved", views[0].CanSave, false), same("can be simulated", simulated, 0),
		same("effect", strings.Contains(effect, `"files":`), true), same("saving "+bad, saved, 2), same("deleting", deleted, 2),
		same("can be read", count, fmt.Sprintln(len(w.lines("access_log"))+len(w.lines("gateway_access")))), same("untouched", after, before))
}

func rootIsALink(w *world) error {
	link := filepath.Join(w.t.TempDir(), "current")
	if err := os.Symlink(w.sample, link); err != nil {
		return err
	}
	all, err := asked[app.FamilyRow](w, "files", link, "--json")
	if err != nil {
		return err
	}
	for _, f := range all {
		if err := same(f.Name, f.Lines, w.marker.Manifest.Family(f.Name).Lines); err != nil {
			return err
		}
	}
	return same("families", len(all), len(w.marker.Manifest.Families))
}

// linksLeadNowhere: a link inside the folder to a file outside is told, not read.
func linksLeadNowhere(w *world) error {
	dir, outside := w.copySample(), filepath.Join(w.t.TempDir(), "secret.log")
	if err := os.WriteFile(outside, []byte("2026-11-22 10:00:00.000 [a] INFO  b - quagga outside\n"), 0o600); err != nil {
		return err
	}
	if err := os.Symlink(outside, filepath.Join(dir, "innocent.log")); err != nil {
		return err
	}
	_, told, _ := w.runIn("", "files", dir)
	found, code := w.run("search", dir, "--count", `"quagga outside"`)
	return first(same("told", strings.Contains(told, "innocent.log"), true), same("found", found, "0\n"), same("exit code", code, 1))
}

// withoutNetwork runs the program where there is no network at all.
func withoutNetwork(w *world) error {
	if err := exec.CommandContext(w.ctx, "unshare", "-n", "true").Run(); err != nil {
		return skipped("this account may not take its network away (unshare -n)")
	}
	run := func(args ...string) string {
		if w.mute {
			return ""
		}
		text, _, _ := execute(exec.CommandContext(w.ctx, "unshare", append([]string{"-n", w.program}, args...)...), w.t.TempDir())
		return text
	}
	place, _ := jsonLines[app.Whereabouts](run("place", "8.8.8.8", "--json"))
	acts := run("audit", w.bundle, "--count")
	return first(same("visits", run("access", w.sample, "--count"), fmt.Sprintln(len(w.lines("access_log"))+len(w.lines("gateway_access")))),
		same("operations of a bundle", acts, fmt.Sprintln(w.marker.Manifest.Audit.Records)), same("a place", place[0].Country, "US"))
}

var connects = regexp.MustCompile(`(connect|sendto|sendmsg)\(.*AF_INET6?`)

// nothingPhonesHome looks at every connection that the program tries to make.
func nothingPhonesHome(w *world) error {
	if _, err := exec.LookPath("strace"); err != nil {
		return skipped("strace is not there")
	}
	calls := filepath.Join(w.t.TempDir(), "calls")
	program := []string{w.program, "access", w.sample, "--count"}
	if w.mute {
		program = []string{"true"}
	}
	args := append([]string{"-f", "-qq", "-o", calls, "-e", "trace=network,execve"}, program...)
	count, bad, code := execute(exec.CommandContext(w.ctx, "strace", args...), w.t.TempDir())
	if code != 0 {
		return skipped("strace does not work here: " + bad)
	}
	text, err := os.ReadFile(calls)
	if err != nil {
		return err
	}
	return first(same("the program ran", count, fmt.Sprintln(len(w.lines("access_log"))+len(w.lines("gateway_access")))),
		same("it was watched", strings.Contains(string(text), "execve("), true), same("connections", connects.FindString(string(text)), ""))
}

// loopbackOnly finds the sockets that the serving program listens on.
func loopbackOnly(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	mine := map[string]bool{}
	links, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", s.pid))
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && strings.HasPrefix(to, "socket:[") {
			mine[strings.Trim(to, "socket:[]")] = true
		}
	}
	var listening []string
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6"} {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", s.pid, table))
		for line := range strings.Lines(string(text)) {
			f := strings.Fields(line)
			if len(f) > 9 && mine[f[9]] && (f[3] == "0A" || table[0] == 'u') {
				listening = append(listening, table+" "+strings.Split(f[1], ":")[0])
			}
		}
	}
	return same("listens on", fmt.Sprint(slices.Compact(listening)), "[tcp 0100007F]")
}

func tokenWanted(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(w.ctx, 10*time.Second)
	defer cancel()
	for _, path := range []string{"/", "/data/rows?h=1", "/events", "/data/download?id=1"} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		_ = answer.Body.Close()
		if err := same(path, answer.StatusCode, http.StatusUnauthorized); err != nil {
			return err
		}
	}
	_, err = s.fetch("/")
	return err
}

// sourceAway: a share that went away is told as away, with what to do.
func sourceAway(w *world) error {
	dir := w.copySample()
	home := w.t.TempDir()
	w.runIn(home, "access", dir, "--count")
	if err := os.Rename(dir, dir+"-away"); err != nil {
		return err
	}
	_, bad, code := w.runIn(home, "files", dir)
	text, _, _ := w.runIn(home, "sources", "--json")
	recent, err := jsonLines[app.Recent](text)
	if err != nil {
		return err
	}
	return first(same("exit code", code, 2), same("names the folder", strings.Contains(bad, dir), true), same("says what to do", strings.Contains(bad, "share"), true),
		same("state", recent[0].State, "offline"), same("path", recent[0].Path, dir))
}
