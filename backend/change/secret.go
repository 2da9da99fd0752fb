package change

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// secretParts name a secret wherever they stand in a key; "key" only at its end
// ("apiKey", "private_key", but not "keyboard").
var secretParts = []string{"password", "passwd", "passphrase", "pwd", "secret", "token", "credential"}

func (d *differ) secretKey(name string) bool {
	name = letters(name)
	for _, part := range secretParts {
		if strings.Contains(name, part) {
			return true
		}
	}
	for _, own := range d.secrets {
		if own != "" && strings.Contains(name, own) {
			return true
		}
	}
	return strings.HasSuffix(name, "key") || strings.HasSuffix(name, "keys")
}

// namesSecret recognises {"name": "sip_password", "value": ...}.
func (d *differ) namesSecret(n *node) bool {
	for _, key := range []string{"name", "key", "field", "property"} {
		if k := n.get(key); k != nil && k.kind == text && d.secretKey(k.text) {
			return true
		}
	}
	return false
}

// letters folds a key to its letters: api_key, apiKey and API-Key are one.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

func foldAll(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, letters(n))
	}
	return out
}

// Redact gives a JSON text with its secrets masked, for the Before, After and
// Raw views and for exports. Text that is no JSON, or JSON that was cut, keeps
// its form.
func Redact(s string, secrets ...string) string {
	d := differ{secrets: foldAll(secrets)}
	n, ok := parseJSON(s, 0)
	if !ok || n.kind < object {
		return d.prose(s)
	}
	var b bytes.Buffer
	d.write(&b, n, false)
	return b.String()
}

// pairs finds key=value and "key": "value" in text that is no JSON.
var pairs = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`("?)([\pL\pN_.-]+)("?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|[^\s,;&{}\[\]"]+)`)
})

// prose masks the values of such pairs whose key names a secret.
func (d *differ) prose(s string) string {
	if !strings.ContainsAny(s, ":=") {
		return s
	}
	return pairs().ReplaceAllStringFunc(s, func(pair string) string {
		m := pairs().FindStringSubmatch(pair)
		if !d.secretKey(m[2]) {
			return pair
		}
		if strings.HasPrefix(m[4], `"`) {
			return m[1] + m[2] + m[3] + `"` + Mask + `"`
		}
		return m[1] + m[2] + m[3] + Mask
	})
}
