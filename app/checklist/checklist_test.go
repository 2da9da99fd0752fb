package checklist

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
)

// check finds whether the program keeps one line of the checklist. An error
// that is a skipped says that this computer cannot tell.
type check func(w *world) error

type skipped string

func (s skipped) Error() string { return string(s) }

// checks are all checks, by the number of their line.
func checks(t *testing.T) map[int]check {
	t.Helper()
	all := map[int]check{}
	for _, some := range []map[int]check{
		healthChecks, accessChecks, findChecks, placeChecks, auditChecks, familyChecks, logChecks, fileChecks, ruleChecks, guardChecks, bundleChecks, closedChecks,
	} {
		for n, c := range some {
			if all[n] != nil {
				t.Fatalf("two checks have number %d", n)
			}
			all[n] = c
		}
	}
	return all
}

var factLine = regexp.MustCompile(`(?m)^\| (\d+) \| ([^|]+) \| [^|]+ \|$`)

// facts reads docs/checklist.md.
func facts(t *testing.T) map[int]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "checklist.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[int]string{}
	for _, m := range factLine.FindAllStringSubmatch(string(text), -1) {
		n, _ := strconv.Atoi(m[1])
		if out[n] != "" {
			t.Fatalf("two lines have number %d", n)
		}
		out[n] = m[2]
	}
	return out
}

// Every line has its check and every check its line.
func TestLinesAndChecks(t *testing.T) {
	lines, checked := facts(t), checks(t)
	for n, fact := range lines {
		if checked[n] == nil {
			t.Errorf("line %d has no check: %s", n, fact)
		}
	}
	for n := range checked {
		if lines[n] == "" {
			t.Errorf("check %d has no line", n)
		}
	}
	if len(lines) < 40 {
		t.Errorf("only %d lines were read", len(lines))
	}
}

func TestChecklist(t *testing.T) {
	w := newWorld(t)
	lines, checked := facts(t), checks(t)
	var kept, left atomic.Int64
	t.Run("line", func(t *testing.T) { // ends when all are checked
		for _, n := range slices.Sorted(maps.Keys(lines)) {
			t.Run(strconv.Itoa(n), func(t *testing.T) {
				t.Parallel()
				err := try(checked[n], w)
				var skip skipped
				switch {
				case errors.As(err, &skip):
					left.Add(1)
					t.Skipf("%s: %s", lines[n], skip)
				case err != nil:
					t.Errorf("%s: %v", lines[n], err)
				default:
					kept.Add(1)
				}
			})
		}
	})
	fmt.Printf("checklist: %d of %d", kept.Load(), len(lines))
	if n := left.Load(); n > 0 {
		fmt.Printf(" (%d could not be told on this computer)", n)
	}
	fmt.Println()
}

// A program that answers every question with success and nothing keeps no line.
func TestChecksCanFail(t *testing.T) {
	w := newWorld(t)
	w.mute = true
	for n, c := range checks(t) {
		var skip skipped
		if err := try(c, w); err == nil {
			t.Errorf("check %d is content with a program that says nothing", n)
		} else if errors.As(err, &skip) {
			t.Logf("check %d: %s", n, skip)
		}
	}
}

// try turns a panic on an answer of another shape into an error.
func try(c check, w *world) (err error) {
	if c == nil {
		return errors.New("there is no check")
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the answer has another shape: %v", r)
		}
	}()
	return c(w)
}

// same compares what the program says with what is so.
func same[T comparable](what string, got, want T) error {
	if got != want {
		return fmt.Errorf("%s: %v, want %v", what, got, want)
	}
	return nil
}

// first is the first error of several comparisons.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
