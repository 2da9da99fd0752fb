package decode

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// inLatin are the charsets of Latin letters, with those of their languages that
// stand inside words, and the signs that stand alone. Of two that explain a text as
// well the first is taken.
var inLatin = []struct {
	charset Charset
	letters string
}{
	{Windows1252, "äöüßéèêëàâçîïôùûñáíóúãõåæøìòœ" + "ÄÖÜÉÈÊÀÂÇÎÔÙÑÁÍÓÚÃÕÅÆØ"},
	{"windows-1254", "çğıöşüâîû" + "ÇĞİÖŞÜ"},
	{"windows-1250", "ąćęłńóśźż" + "áčďéěíňřšťúůýž" + "őűöüä" + "ăâîşţ" + "ĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽŐŰÖÜÄ"},
}

// signs stand alone in text of Windows-1252.
const signs = "€£§°©®µ²³·«»“”„‘’‚–—…•™ª"

// detectLatin is the charset in which most bytes above ASCII are letters inside
// words: side by side with a letter of ASCII, or with others that are.
func detectLatin(b []byte) (best Charset) {
	var good [3]int
	high := 0
	ascii := func(i int) bool { return i >= 0 && i < len(b) && (b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z') }
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		start := i
		for i < len(b) && b[i] >= 0x80 {
			i++
		}
		run := b[start:i]
		high += len(run)
		inWord := ascii(start-1) || ascii(i)
		for k, l := range inLatin {
			for _, c := range run {
				r := string(encodings[l.charset].(*charmap.Charmap).DecodeByte(c))
				if inWord && strings.Contains(l.letters, r) || len(run) == 1 && k == 0 && strings.Contains(signs, r) {
					good[k]++
				}
			}
		}
	}
	most := high*6/10 + 1
	for k, l := range inLatin {
		if good[k] >= most && high > 0 {
			best, most = l.charset, good[k]+1
		}
	}
	return best
}
