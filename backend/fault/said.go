package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// sentence is a text of ours in English, with {0}, {1} where names and numbers
// go. It is not exported so that only constants can become one: a test finds
// them all in the source and holds them against the page's other languages.
type sentence string

// maxSaid is how many names and numbers a sentence has at most.
const maxSaid = 4

// Said is a sentence of ours and what stands in its places; the zero Said says
// nothing. It can be the cause of an Error.
type Said struct {
	code sentence
	args [maxSaid]string
	n    int
}

// Say makes one: Say("deeper than {0} folders", 32). Names and numbers are
// arguments, never part of the text.
func Say(text sentence, args ...any) Said {
	s := Said{code: text, n: min(len(args), maxSaid)}
	for i := range s.n {
		s.args[i] = fmt.Sprint(args[i])
	}
	return s
}

// None reports that nothing is said.
func (s Said) None() bool { return s.code == "" }

// Code is the sentence without what stands in its places; the page looks it up.
func (s Said) Code() string { return string(s.code) }

// Args stand in the places.
func (s Said) Args() []string { return append([]string{}, s.args[:s.n]...) }

// String is the sentence in English.
func (s Said) String() string {
	if s.n == 0 {
		return string(s.code)
	}
	pairs := make([]string, 0, 2*maxSaid)
	for i, a := range s.args[:s.n] {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", a)
	}
	return strings.NewReplacer(pairs...).Replace(string(s.code))
}

// told is how a Said stands in a file.
type told struct {
	Code string   `json:"code"`
	Args []string `json:"args"`
}

// MarshalJSON writes code and args.
func (s Said) MarshalJSON() ([]byte, error) { return json.Marshal(told{s.Code(), s.Args()}) }

// UnmarshalJSON reads what another program said. Nobody vouches that its code is a
// sentence of this version.
func (s *Said) UnmarshalJSON(data []byte) error {
	var t told
	if err := json.Unmarshal(data, &t); err != nil {
		return err
	}
	*s = Said{code: sentence(t.Code), n: min(len(t.Args), maxSaid)}
	copy(s.args[:], t.Args)
	return nil
}

// Text is the English of parts that are read one behind the other.
func Text(parts []Said) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.String())
	}
	return b.String()
}

func (s Said) Error() string { return s.String() }

// Words is the sentence itself.
func (s Said) Words() Said { return s }

// wordy is a cause of ours: a Said, or a type with a sentence for itself.
type wordy interface{ Words() Said }

// Why says an error in short, for a list that names the file: our own words
// where we have some, else what the system said, as a quotation. It is nothing
// where the kind says all there is.
func Why(err error) Said {
	var f *Error
	isFault := errors.As(err, &f)
	if isFault && f.Err == nil && !f.Hint.None() {
		return f.Hint
	}
	if own := wordy(nil); errors.As(err, &own) {
		return own.Words()
	}
	text := Cause(err)
	switch KindOf(err) {
	case Denied:
		return Say("permission denied")
	case NotFound:
		return Say("not there")
	case Damaged:
		return Say("damaged: {0}", text)
	}
	return text
}

// Cause is why an error happened, without what was tried, on what, and the next
// step: a sentence of ours, a quotation, or nothing.
func Cause(err error) Said {
	var f *Error
	if errors.As(err, &f) {
		err = f.Err
	}
	own := wordy(nil)
	switch {
	case err == nil:
		return Said{}
	case errors.As(err, &own):
		return own.Words()
	}
	return Say("{0}", err)
}
