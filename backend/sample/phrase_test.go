package sample

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestPhrase(t *testing.T) {
	w := newWorld(1, testEnd, newJournal(nil, nil))
	c := w.newCall(w.people.find("3014"))
	s := w.sceneOf(c)
	f := func(text, want string) {
		t.Helper()
		got := string(compile(text).append(nil, w.rng, s))
		if !regexp.MustCompile("^" + want + "$").MatchString(got) {
			t.Errorf("%q gave %q, want %s", text, got, want)
		}
	}
	f("", "")
	f("no slot", "no slot")
	f("call {call}.", "call [0-9a-f]{8}\\.")
	f("{uuid}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
	f("{account} {name} of {company}", "3014 Wei Lindqvist of Osprenne Travel")
	f("{#12}", "[0-9a-f]{12}")
	f("{3..5}{a|b}", "[345][ab]")
	f("{mail} {ip}", "wei\\.lindqvist@osprenne\\.example 198\\.51\\.100\\.112")
}

func TestPhraseRefusesWhatNobodyCanFill(t *testing.T) {
	f := func(text string) {
		t.Helper()
		defer func() {
			if recover() == nil {
				t.Errorf("%q was compiled", text)
			}
		}()
		partsOf(text)
	}
	f("{nobody}")
	f("{call")
	f("{9..3}")
	f("{#x}")
}

func TestDeckDrawsByWeight(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	d := newDeck(line{weight: 90, text: "often"}, line{weight: 10, text: "seldom"}, line{weight: 0, text: "never"})
	count := map[string]int{}
	for range 10_000 {
		l, _ := d.draw(rng)
		count[l.text]++
	}
	if n := count["seldom"]; n < 850 || n > 1150 || count["never"] > 0 {
		t.Errorf("drawn %v", count)
	}
}

func TestAgendaKeepsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a agenda
		minutes := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 40).Draw(t, "minutes")
		for _, m := range minutes {
			a.add(testEnd.AddDate(0, 0, m), func() {})
		}
		var last step
		for range minutes {
			s := a.take()
			if s.at.Before(last.at) || s.at.Equal(last.at) && s.seq < last.seq {
				t.Fatalf("step %d came after %d", s.seq, last.seq)
			}
			last = s
		}
		if _, ok := a.next(); ok {
			t.Fatal("a step is left over")
		}
	})
}
