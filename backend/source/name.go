package source

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Name is what a stored file's name tells about its place in a family.
type Name struct {
	Folder string // of the family: date folders such as 2026-11 are taken off
	Stem   string // "application"
	Ext    string // ".log", ".out"; empty when there is none
	Date   time.Time
	Index  int
	Order  Order
	Packed bool // the name ends like a compressed file's
}

// Order says what a rising Index means.
type Order int8

const (
	Unnumbered Order = iota
	Rising           // the highest is the newest
	Falling          // 1 is the newest, as logrotate counts
)

// Rotated reports that the name is a copy's, not a live file's.
func (n Name) Rotated() bool { return !n.Date.IsZero() || n.Order != Unnumbered }

// rotation is one way of naming copies. The form is a regular expression with
// these words:
//
//	{stem}   the family
//	{ext}    the extension, if there is one; {ext1} must be there, {logext} is .log, .txt or .out
//	{n}      the number
//	{day}    2026-11-22 or 2026.11.22; {usday} 11-22-2026, {day8} 20261122, {day6} 261122
//
// The groups date, us, yy (a two digit year) and epoch (seconds) mark the date.
type rotation struct {
	writers string
	form    string
	order   Order  // of {n}
	word    string // that such a name holds; "": a digit
}

// rotations are tried in this order; the first whose date exists is taken. The
// compression suffix is off already.
var rotations = []rotation{
	{"lumberjack, timberjack, time stamped", `{stem}[-._](?P<date>{day}T\d\d[-:.]?\d\d[-:.]?\d\d(?:[.,]\d{3})?)Z?(?:-[a-z]+)?{ext1}`, Unnumbered, ""},
	{"PostgreSQL, Python seconds", `{stem}[-._](?P<date>{day}[_T-]\d\d[-.:]?\d\d(?:[-.:]?\d\d)?){ext1}`, Unnumbered, ""},
	{"logback hourly", `{stem}[-._](?P<date>{day}[_T]\d\d)(?:[-._]{n})?{ext1}`, Rising, ""},
	{"logback, log4j2, JULI, cordwood", `{stem}[-._](?P<date>{day})(?:[-._]{n})?{ext1}`, Rising, ""},
	{"log4j2 as in its manual", `{stem}[-._](?P<us>{usday})(?:[-._]{n})?{ext1}`, Rising, ""},
	{"log4j 1 and Python by hour or minute", `{stem}{ext}[-._](?P<date>{day}[-_T]\d\d(?:[-_.:]?\d\d(?:[-_.:]?\d\d)?)?)(?:\.{n})?`, Rising, ""},
	{"Spring Boot, WildFly, Python midnight", `{stem}{ext}[-._](?P<date>{day})(?:[-._]{n})?`, Rising, ""},
	{"IIS", `(?P<stem>u_(?:ex|in|nc))(?P<yy>{day6}(?:\d\d)?)(?:_x)?{ext1}`, Unnumbered, ""},
	{"logrotate dateext, Kubernetes", `{stem}{ext}[-._](?P<date>{day8}(?:\d\d|[-_T]?\d{4}(?:\d\d)?)?)(?:[-.]{n})?`, Rising, ""},
	{"logrotate dateext with extension, Serilog", `{stem}[-._]?(?P<date>{day8}(?:\d\d|[-_T]?\d{4}(?:\d\d)?)?)(?:[-._]{n})?{ext1}`, Rising, ""},
	{"rotatelogs, logrotate %s", `{stem}{ext}[-._](?:(?:{day8}|{day})[-._])?(?P<epoch>1\d{9})`, Unnumbered, ""},
	{"logrotate %s with extension", `{stem}[-._](?:(?:{day8}|{day})[-._])?(?P<epoch>1\d{9}){ext1}`, Unnumbered, ""},
	{"logrotate, log4j 1, Python, Docker", `{stem}{ext}\.{n}`, Falling, ""},
	{"IIS errors", `(?P<stem>httperr){n}{ext1}`, Rising, ""},
	{"logback fixed window", `{stem}\.{n}{logext}`, Falling, ""},
	{"Kubernetes, the container before", `{stem}-previous{ext}`, Falling, "-previous"},
}

var words = strings.NewReplacer(
	`{stem}`, `(?P<stem>.*?[^-._])`,
	`{ext}`, `(?P<ext>(?:\.[A-Za-z][A-Za-z0-9]{0,9})?)`,
	`{ext1}`, `(?P<ext>\.[A-Za-z][A-Za-z0-9]{0,9})`,
	`{logext}`, `(?P<ext>\.(?:log|txt|out))`,
	`{n}`, `(?P<n>\d{1,6})`,
	`{day}`, `\d{4}([-.])\d\d[-.]\d\d`,
	`{usday}`, `\d\d-\d\d-20\d\d`,
	`{day8}`, `20\d{6}`,
	`{day6}`, `\d{6}`,
)

// forms are the rotations' expressions, each compiled for the first name that it may
// fit.
var forms = func() (all []func() *regexp.Regexp) {
	for _, r := range rotations {
		all = append(all, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^` + words.Replace(r.form) + `$`) }))
	}
	return all
}()

// may reports whether a name may be of this form.
func (r *rotation) may(base string) bool {
	if r.word == "" {
		return strings.ContainsAny(base, "0123456789")
	}
	return strings.Contains(base, r.word)
}

var packed = map[string]bool{".gz": true, ".gzip": true, ".zst": true, ".zstd": true, ".xz": true, ".bz2": true, ".zip": true, ".z": true, ".lz4": true}

// ParseName reads the name of a stored file, with its folder.
func ParseName(p string) Name {
	p = strings.ReplaceAll(p, `\`, "/")
	folder, base := path.Split(p)
	var n Name
	if ext := path.Ext(base); packed[strings.ToLower(ext)] && ext != base {
		n.Packed = true
		base = strings.TrimSuffix(base, ext)
	}
	var dated time.Time
	n.Folder, dated = takeDateFolders(strings.Trim(folder, "/"))
	for i := range rotations {
		if r := &rotations[i]; r.may(base) && n.match(forms[i](), r, base) {
			return n
		}
	}
	n.Stem, n.Ext = base, path.Ext(base)
	if strings.Trim(base, ".") == strings.TrimPrefix(n.Ext, ".") || !plainExt(n.Ext) {
		n.Ext = ""
	}
	n.Stem = strings.TrimSuffix(base, n.Ext)
	n.Date = dated
	return n
}

// plainExt reports whether an extension is a dot, a letter and at most nine letters
// and digits.
func plainExt(ext string) bool {
	for i := range len(ext) {
		c := ext[i] | 0x20
		letter := 'a' <= c && c <= 'z'
		if i == 0 && ext[0] != '.' || i == 1 && !letter || i > 1 && !letter && (ext[i] < '0' || ext[i] > '9') {
			return false
		}
	}
	return 2 <= len(ext) && len(ext) <= 11
}

func (n *Name) match(re *regexp.Regexp, r *rotation, base string) bool {
	m := re.FindStringSubmatch(base)
	if m == nil {
		return false
	}
	group := func(name string) string {
		i := re.SubexpIndex(name)
		if i < 0 {
			return ""
		}
		return m[i]
	}
	date, ok := time.Time{}, true
	if text := group("date"); text != "" {
		date, ok = digitsDate(text)
	}
	if text := group("yy"); text != "" {
		date, ok = digitsDate("20" + text)
	}
	if text := group("us"); text != "" {
		var err error
		date, err = time.Parse("01-02-2006", text)
		ok = err == nil
	}
	if text := group("epoch"); text != "" {
		seconds, _ := strconv.ParseInt(text, 10, 64)
		date = time.Unix(seconds, 0).UTC()
	}
	if !ok {
		return false
	}
	n.Stem, n.Ext, n.Date = group("stem"), group("ext"), date
	if text := group("n"); text != "" {
		n.Index, _ = strconv.Atoi(text)
		n.Order = r.order
	} else if re.SubexpIndex("n") < 0 && r.order != Unnumbered { // "-previous" counts as 1
		n.Index, n.Order = 1, r.order
	}
	return true
}

// digitsDate reads 20261122, 2026112210, 202611221011, ...12 or ...12345 from
// text, whatever separates the digits.
func digitsDate(text string) (time.Time, bool) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	const layout = "20060102150405"
	if len(digits) == 17 {
		digits = digits[:14] + "." + digits[14:]
		t, err := time.Parse(layout+".000", digits)
		return t, err == nil
	}
	if len(digits) > len(layout) || len(digits) < 8 || len(digits)%2 != 0 {
		return time.Time{}, false
	}
	t, err := time.Parse(layout[:len(digits)], digits)
	return t, err == nil
}

var (
	yearFolder = onFirstDigit(`^(?:19|20)\d\d$`)
	partFolder = onFirstDigit(`^\d\d$`)
	dateFolder = onFirstDigit(`^(?:19|20)\d\d[-_.]?\d\d(?:[-_.]?\d\d)?$`)
)

// onFirstDigit matches names that begin with a digit; it is compiled for the first.
func onFirstDigit(expr string) func(name string) bool {
	re := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
	return func(name string) bool {
		return name != "" && '0' <= name[0] && name[0] <= '9' && re().MatchString(name)
	}
}

// takeDateFolders removes folders that only say when (logback's %d{yyyy/MM},
// log4j2's $${date:yyyy-MM}) and returns what they say.
func takeDateFolders(folder string) (string, time.Time) {
	var keep []string
	digits := ""
	for _, part := range strings.Split(folder, "/") {
		switch {
		case yearFolder(part), dateFolder(part):
			digits = strings.NewReplacer("-", "", "_", "", ".", "").Replace(part)
		case digits != "" && len(digits) < 10 && partFolder(part):
			digits += part
		default:
			keep = append(keep, part)
			digits = ""
		}
	}
	var date time.Time
	if n := len(digits); n >= 4 {
		if t, err := time.Parse("2006010215"[:n], digits); err == nil {
			date = t
		}
	}
	return strings.Join(keep, "/"), date
}
