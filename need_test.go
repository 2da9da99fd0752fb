//go:build !bindings

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// build/need.sh installs what apt knows, names what it does not, and takes Ubuntu's
// name of Chromium; one unknown package keeps nothing else from being installed.
func TestNeed(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here")
	}
	script, err := filepath.Abs("build/need.sh")
	if err != nil {
		t.Fatal(err)
	}
	const all = "chromium webkit2gtk-driver xvfb xauth xdotool imagemagick dbus fonts-dejavu-core fonts-noto-cjk logrotate strace"
	f := func(known, present, installed, says string) {
		t.Helper()
		bin := t.TempDir()
		log := filepath.Join(bin, "installed")
		for name, text := range map[string]string{
			"go": "", "node": "", "npm": "", "id": "echo 0",
			"dpkg-query": "exit 1",
			"apt-cache":  `case " ` + known + ` " in *" $2 "*) exit 0 ;; esac; exit 100`,
			"apt-get":    `[ "$1" = update ] || { shift 4; echo "$*" > ` + log + `; }`,
			"grep":       "exit 1",
			present:      "",
		} {
			if name == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(bin, name), []byte("#!"+bash+"\n"+text+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(bash, script, "test")
		cmd.Env = []string{"PATH=" + bin, "YES=1"}
		out, err := cmd.CombinedOutput()
		got, _ := os.ReadFile(log)
		if err != nil || strings.TrimSpace(string(got)) != installed || !strings.Contains(string(out), says) {
			t.Errorf("apt knows %q, %q is there: installed %q, said %q (%v)", known, present, got, out, err)
		}
	}
	rest := strings.TrimPrefix(all, "chromium ")
	f(all, "", all, "Missing here: "+all)
	f(rest, "", rest, "apt does not know here: chromium.")
	f("chromium-browser "+rest, "", "chromium-browser "+rest, "Missing here")
	f(rest, "chromium-browser", rest, "Missing here: webkit2gtk-driver")
	f(rest, "google-chrome", rest, "Missing here: webkit2gtk-driver")
	f("xvfb", "", "xvfb", "apt does not know here: chromium webkit2gtk-driver xauth xdotool")
	f("", "", "", "apt does not know here: "+all)
}
