package cli

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// Every command says in its help how it is called.
func TestHelpHasExamples(t *testing.T) {
	k, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, c := range n.Children {
			if c.Type == kong.CommandNode {
				seen++
				if _, examples, ok := strings.Cut(c.Detail, "Examples:\n  "); !ok || !strings.Contains(examples, "cordwood") {
					t.Errorf("cordwood %s --help has no examples", c.Path())
				}
			}
			walk(c)
		}
	}
	walk(k.Model.Node)
	if seen < 22 {
		t.Errorf("%d commands were looked at", seen)
	}
}
