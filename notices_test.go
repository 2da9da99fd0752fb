//go:build !bindings

package main

import (
	"debug/buildinfo"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// sections are the notices by the first line of each: "path version" of a module.
func sections(text string) map[string]string {
	found := map[string]string{}
	for _, part := range strings.Split(text, strings.Repeat("=", 72)+"\n")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		found[name] = body
	}
	return found
}

// What is linked is asked of the programs themselves: this test's own, and those that are built.
func TestNoticeOfEveryModule(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash here")
	}
	out, err := exec.Command("bash", "build/notices.sh", "go").Output()
	if err != nil {
		t.Fatal(err)
	}
	found := sections(string(out))
	own, ok := debug.ReadBuildInfo()
	if !ok {
		t.Fatal("this test knows nothing of its own build")
	}
	linked := own.Deps
	built, _ := filepath.Glob("build/bin/cordwood*")
	for _, path := range built {
		if info, err := buildinfo.ReadFile(path); err == nil {
			linked = append(linked, info.Deps...)
		}
	}
	if len(linked) < 10 {
		t.Fatalf("only %d modules are linked", len(linked))
	}
	for _, module := range linked {
		if !strings.Contains(strings.ToLower(found[module.Path+" "+module.Version]), "copyright") {
			t.Errorf("%s %s is linked and has no notice", module.Path, module.Version)
		}
	}
	if !strings.Contains(string(out), "The Go Authors") {
		t.Error("Go's own licence is missing")
	}
}

// What the frontend's build wrote beside its files; a fresh clone has only the placeholder.
func TestNoticeOfEveryFont(t *testing.T) {
	text, err := fs.ReadFile(dist, "frontend/dist/NOTICES.txt")
	if err != nil {
		t.Skip("the frontend is not built")
	}
	fonts, _ := fs.Glob(dist, "frontend/dist/assets/*.woff2")
	if len(fonts) < 2 {
		t.Fatalf("fonts in dist: %q", fonts)
	}
	for _, font := range fonts {
		name := "assets/" + filepath.Base(font)
		noticed := false
		for _, body := range sections(string(text)) {
			noticed = noticed || strings.Contains(body, name) && strings.Contains(body, "SIL OPEN FONT LICENSE")
		}
		if !noticed {
			t.Errorf("%s is shipped without its licence", name)
		}
	}
}
