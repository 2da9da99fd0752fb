package change

import (
	"strings"
	"unicode"
)

// acronyms are written in capitals in a label.
var acronyms = map[string]string{
	"id": "ID", "ip": "IP", "url": "URL", "uri": "URI", "sip": "SIP", "did": "DID", "ivr": "IVR", "crm": "CRM", "sms": "SMS",
	"api": "API", "uuid": "UUID", "dtmf": "DTMF", "tls": "TLS", "acd": "ACD", "sla": "SLA", "pin": "PIN",
}

// label makes words of a key: ringStrategy and ring_strategy are "Ring strategy".
func label(key string) string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words, word = append(words, string(word)), nil
		}
	}
	runes := []rune(key)
	for i, r := range runes {
		switch {
		case r == '_' || r == '-' || r == '.' || unicode.IsSpace(r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]) && unicode.IsUpper(runes[i-1])):
			flush()
		}
		word = append(word, r)
	}
	flush()
	for i, w := range words {
		low := strings.ToLower(w)
		if up, ok := acronyms[low]; ok {
			words[i] = up
		} else if i > 0 {
			words[i] = low
		} else {
			first := []rune(low)
			first[0] = unicode.ToUpper(first[0])
			words[i] = string(first)
		}
	}
	if len(words) == 0 {
		return key
	}
	return strings.Join(words, " ")
}
