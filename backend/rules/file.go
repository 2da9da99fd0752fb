package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"cordwood/backend/fault"
)

// Cleaner is the one actor that deletes in the folder.
type Cleaner string

const (
	ByServerlog Cleaner = "serverlog"
	ByAgent     Cleaner = "agent"
	ByWindow    Cleaner = "window"
	ByNone      Cleaner = "none"
)

const (
	// FileName is the rule file, beside the logs.
	FileName = "cordwood-rules.json"
	// FileVersion is the only version there is; a later one is refused, so that
	// an old server never guesses at a rule that deletes.
	FileVersion = 1
	// maxFileBytes bounds what is read: a thousand families fit ten times over.
	maxFileBytes = 1 << 20
)

// File is the content of cordwood-rules.json.
type File struct {
	Version   int       `json:"version"`
	Rev       int64     `json:"rev"` // rises with each save, from 1
	Cleaner   Cleaner   `json:"cleaner"`
	WrittenBy string    `json:"written_by"`
	WrittenAt time.Time `json:"written_at"`
	Set
	Confirmed *Confirmed `json:"confirmed,omitempty"`
	// SHA256 of the file's JSON without this key, as Encode writes it. A file
	// edited by hand may leave it out; a wrong one is refused.
	SHA256 string `json:"sha256,omitempty"`
}

// Confirmed is the part of a plan that a person saw and accepted while saving the rule,
// family by family: a run may carry it out without asking again.
type Confirmed struct {
	At       time.Time                  `json:"at"`
	Families map[string]ConfirmedFamily `json:"families"`
}

// ConfirmedFamily allows so many files to go, none newer than Last.
type ConfirmedFamily struct {
	Files int    `json:"files"`
	Bytes int64  `json:"bytes"`
	Last  string `json:"last"` // path of the newest copy that goes
}

// Encode writes the file with its check sum, indented so that a person can read
// it on the server.
func (f File) Encode() ([]byte, error) {
	sum, err := f.sum()
	if err != nil {
		return nil, err
	}
	f.SHA256 = sum
	data, err := json.MarshalIndent(f, "", "  ")
	return append(data, '\n'), err
}

func (f File) sum() (string, error) {
	f.SHA256 = ""
	data, err := json.Marshal(f)
	if err != nil {
		return "", fault.New("write rules", fault.Invalid, FileName, "", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// Parse reads a rule file strictly: unknown or doubled keys, a wrong check sum,
// another version and values out of range are all refused, because a rule that
// deletes is not guessed at. The fault's Path names line and column.
func Parse(data []byte) (File, error) {
	if len(data) > maxFileBytes {
		return File{}, fault.New("parse rules", fault.Limit, FileName, "a rule file has at most 1 MiB", nil)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // Windows editors add it
	var f File
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return File{}, parseFault(data, offsetOf(err, dec), err)
	}
	if end := dec.InputOffset(); len(bytes.TrimSpace(data[end:])) > 0 {
		return File{}, parseFault(data, end+1, fault.Say("text after the end of the rules"))
	}
	if key, at := doubledKey(data); key != "" {
		return File{}, parseFault(data, at, fault.Say("the key {0} is there twice", strconv.Quote(key)))
	}
	return f, f.check()
}

func (f File) check() error {
	if f.Version != FileVersion {
		return fault.New("parse rules", fault.Unsupported, FileName, "this version of Cordwood reads version 1", fault.Say("version {0}", f.Version))
	}
	if f.Rev < 1 {
		return invalid("rev", fault.Say("1 or greater"))
	}
	switch f.Cleaner {
	case ByServerlog, ByAgent, ByWindow, ByNone:
	default:
		return invalid("cleaner", fault.Say("one of serverlog, agent, window, none"))
	}
	if err := f.Set.Validate(); err != nil {
		return err
	}
	sum, err := f.sum()
	if err == nil && f.SHA256 != "" && !strings.EqualFold(sum, f.SHA256) {
		return fault.New("parse rules", fault.Damaged, FileName, "after editing by hand remove the sha256 line", fault.Say("the checksum does not match"))
	}
	return err
}

// offsetOf is the byte the decoder complained about, counted from 1.
func offsetOf(err error, dec *json.Decoder) int64 {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return syntax.Offset
	case errors.As(err, &kind):
		return kind.Offset
	}
	return dec.InputOffset()
}

// parseFault turns a byte position into line and column, both counted from 1;
// the column counts bytes.
func parseFault(data []byte, offset int64, err error) error {
	before := data[:min(max(offset-1, 0), int64(len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - (bytes.LastIndexByte(before, '\n') + 1) + 1
	at := fmt.Sprintf("%s:%d:%d", FileName, line, column)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = fault.Say("the file ends too early")
	}
	return fault.New("parse rules", fault.Damaged, at, "", err)
}

// doubledKey finds a key that is twice in one object, or twice but for its
// case: the decoder would let the second win in silence. The data is JSON.
func doubledKey(data []byte) (key string, offset int64) {
	type level struct {
		keys   map[string]bool // nil in a list
		wantsK bool
	}
	var stack []level
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		token, err := dec.Token()
		if err != nil {
			return "", 0
		}
		top := len(stack) - 1
		switch token {
		case json.Delim('{'):
			stack = append(stack, level{keys: map[string]bool{}, wantsK: true})
			continue
		case json.Delim('['):
			stack = append(stack, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			stack = stack[:top]
			top--
		default:
			if top >= 0 && stack[top].wantsK {
				name, _ := token.(string)
				if folded := strings.ToLower(name); stack[top].keys[folded] {
					return name, dec.InputOffset()
				} else {
					stack[top].keys[folded] = true
				}
				stack[top].wantsK = false
				continue
			}
		}
		if top >= 0 && stack[top].keys != nil {
			stack[top].wantsK = true // a value ended, the next token is a key
		}
	}
}
