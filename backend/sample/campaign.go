package sample

import (
	"encoding/json"
	"strings"
)

// campaign318 is "Autumn recall", the campaign of the incident: all 31 fields as
// they were before this week, in order, each value as JSON.
var campaign318 = [31][2]string{
	{"name", `"Autumn recall"`},
	{"active", "true"},
	{"simultaneous_calls", "40"},
	{"abandon_limit_percent", "3"},
	{"calling_hours", `{"days":"Mon–Fri","from":"09:00","to":"18:00"}`},
	{"agents", agents34},
	{"script", `"Good day, this is Osprenne Travel calling about your appointment in our office. Do you have two minutes?"`},
	{"call_back", `"queue 44, after 30 s"`},
	{"carrier_password", `"tide-5c01be77"`},
	{"list", `"recall-2026-q4"`},
	{"list_order", `"oldest first"`},
	{"retries", "3"},
	{"retry_after_minutes", "90"},
	{"caller_id", `"+447700900118"`},
	{"trunk", `"north-2"`},
	{"ring_timeout_s", "25"},
	{"answering_machine", `"hang up"`},
	{"wrap_up_s", "20"},
	{"queue", `"recall"`},
	{"priority", "4"},
	{"recording", "true"},
	{"recording_consent", `"announce"`},
	{"blocklist", `"all"`},
	{"max_call_minutes", "20"},
	{"form", `"Call-back"`},
	{"crm", `"salesboard"`},
	{"crm_push", "true"},
	{"language", `"en"`},
	{"starts_on", `"2026-10-01"`},
	{"ends_on", `"2026-12-18"`},
	{"owner", `"3014 Wei Lindqvist"`},
}

const agents34 = `["1007","3005","3011","3014","3020","3022","3029","3031","3032","3033","3035","3036","3037","3040","3041","3042","3044","3045","3046",` +
	`"3050","3051","3053","3055","3056","3058","3060","3061","3064","3066","3067","3070","3071","3073","3075"]`

var (
	agents38 = strings.Replace(agents34, `]`, `,"3080","3081","3082","3083"]`, 1)
	agents39 = strings.Replace(agents38, `"1007"`, `"1042","1051"`, 1)
)

// edit is what one operation sets.
type edit map[string]string

var (
	editAgents   = edit{"agents": agents38}
	editIncident = edit{
		"simultaneous_calls": "400", "abandon_limit_percent": "8",
		"calling_hours": `{"days":"Mon–Sat","from":"08:00","to":"20:00"}`, "agents": agents39,
		"script":    `"Good day, this is Osprenne Travel calling about your recall visit in our office. Do you have two minutes?"`,
		"call_back": "null", "carrier_password": `"flint-93e2a410"`,
	}
	editRepair = edit{"simultaneous_calls": "60", "abandon_limit_percent": "5"}
)

// campaignAfter is the record after the edits, one over the other.
func campaignAfter(edits ...edit) json.RawMessage {
	b := []byte{'{'}
	for i, f := range campaign318 {
		value := f[1]
		for _, e := range edits {
			if v, ok := e[f[0]]; ok {
				value = v
			}
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `"`+f[0]+`":`+value...)
	}
	return append(b, '}')
}
