package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordwood/backend/fault"
)

func TestWriteReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	f := func(content string, perm fs.FileMode) {
		t.Helper()
		if err := Write(path, []byte(content), perm); err != nil {
			t.Fatal(err)
		}
		got, _ := os.ReadFile(path)
		info, _ := os.Stat(path)
		if string(got) != content || info.Mode().Perm() != perm {
			t.Errorf("got %q %v, want %q %v", got, info.Mode(), content, perm)
		}
		onlyFile(t, path)
	}
	f("one", 0o600)
	f("", 0o600)
	f(strings.Repeat("x", 100_000), 0o640)
}

// Whatever step fails, the old content stays and nothing is left over; only
// after the rename the new content is there.
func TestWriteFaultAtEachStep(t *testing.T) {
	f := func(step, want string) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "state.json")
		if err := Write(path, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		calls := 0
		err := write(path, []byte("new"), 0o600, func(s string) error {
			if s == step {
				calls++
				return fs.ErrPermission
			}
			return nil
		})
		if fault.KindOf(err) != fault.Denied || calls != 1 {
			t.Errorf("%s: error %v after %d calls; a step is tried once", step, err, calls)
		}
		if got, _ := os.ReadFile(path); string(got) != want {
			t.Errorf("%s: content %q, want %q", step, got, want)
		}
		onlyFile(t, path)
	}
	f("create", "old")
	f("write", "old")
	f("sync file", "old")
	f("rename", "old")
	f("sync folder", "new")
}

func TestWriteRefusesLinks(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(dir, "victim")
	link := filepath.Join(dir, "state.json")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if err := Write(link, []byte("x"), 0o600); fault.KindOf(err) != fault.Invalid {
		t.Errorf("error %v, want kind invalid", err)
	}
	if got, _ := os.ReadFile(victim); string(got) != "mine" {
		t.Errorf("victim is %q", got)
	}
	if err := Write(filepath.Join(dir, "no", "folder"), nil, 0o600); fault.KindOf(err) != fault.NotFound {
		t.Errorf("missing folder: %v", err)
	}
}

func TestRenameNoReplace(t *testing.T) {
	ways := map[string]func(*os.Root, string, string) error{
		"best": RenameNoReplace, "link": renameByLink, "placeholder": renameOverPlaceholder,
	}
	for name, rename := range ways {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			must(root.Mkdir("sub", 0o700))
			must(root.WriteFile("a", []byte("a"), 0o600))
			must(root.WriteFile("b", []byte("b"), 0o600))
			if err := rename(root, "a", "b"); !errors.Is(err, fs.ErrExist) {
				t.Errorf("taken name: %v", err)
			}
			if err := rename(root, "none", "c"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("missing source: %v", err)
			}
			must(rename(root, "a", filepath.Join("sub", "a")))
			got, err := root.ReadFile(filepath.Join("sub", "a"))
			must(err)
			if string(got) != "a" {
				t.Errorf("moved content %q", got)
			}
			if got, _ := root.ReadFile("b"); string(got) != "b" {
				t.Errorf("b is %q", got)
			}
			if _, err := root.Lstat("a"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a is still there: %v", err)
			}
		})
	}
}

// The test program is its own child: with childVar it writes that file, once or
// until it is killed.
const childVar, childOnce = "ATOMICFILE_CHILD_PATH", "ATOMICFILE_CHILD_ONCE"

func TestMain(m *testing.M) {
	if path := os.Getenv(childVar); path != "" {
		writeForever(path)
	}
	os.Exit(m.Run())
}

// writeForever alternates two contents of different length until it is killed.
func writeForever(path string) {
	for i := 0; ; i++ {
		content := bytes.Repeat([]byte{byte('a' + i%2)}, 50_000+25_000*(i%2))
		if err := Write(path, content, 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		if i == 0 {
			fmt.Println("ready")
		}
		if os.Getenv(childOnce) != "" {
			os.Exit(0)
		}
	}
}

// A hundred kills: the file is always one of the two contents, whole.
func TestKilledWriterLeavesOldOrNew(t *testing.T) {
	kills := 100
	if testing.Short() {
		kills = 10
	}
	path := filepath.Join(t.TempDir(), "state.json")
	for i := range kills {
		killAfter(t, path, time.Duration(i%20)*time.Millisecond/2)
		got, err := os.ReadFile(path)
		if err != nil || len(got) == 0 {
			t.Fatalf("kill %d: %d bytes, %v", i, len(got), err)
		}
		want := 50_000 + 25_000*int(got[0]-'a')
		if len(got) != want || bytes.Count(got, got[:1]) != want {
			t.Fatalf("kill %d: %d bytes of %q are mixed", i, len(got), got[0])
		}
	}
}

func killAfter(t *testing.T, path string, wait time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVar+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 5)); err != nil {
		t.Fatal("the child did not write: ", err)
	}
	time.Sleep(wait) // varies where the kill falls; nothing is asserted on it
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
}

func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
		t.Errorf("folder holds %v, %v; want only %s", entries, err, filepath.Base(path))
	}
}
