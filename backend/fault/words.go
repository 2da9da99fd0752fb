package fault

// words are the kinds as a person reads them behind what was tried, where no cause
// says more.
var words = map[Kind]string{
	NotFound:    "it is not there",
	Denied:      "the system refuses it",
	Damaged:     "it is damaged",
	Unreadable:  "it cannot be read",
	Away:        "its share does not answer",
	Limit:       "a limit was reached",
	Changed:     "it changed meanwhile",
	Conflict:    "something else is there already",
	Locked:      "it is locked",
	InUse:       "it is in use",
	Invalid:     "it cannot be done as asked",
	Stopped:     "it was stopped",
	Unsupported: "it cannot be done here",
	Internal:    "a defect of Cordwood",
}

// Words say the kind to a person.
func (k Kind) Words() string {
	if w, ok := words[k]; ok {
		return w
	}
	return string(k)
}
