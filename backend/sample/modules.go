package sample

// module is one kind of object that administrators work on. Its fields are the
// record that an operation shows before and after; each phrase gives a JSON
// value.
type module struct {
	name, target string
	verbs        [3]string // add, modify, delete, as the suite's buttons are called
	fresh        phrase    // the title of a new one
	titles       []string  // of those that are always there
	tenant       bool      // belongs to a company
	fields       []column
}

type column struct {
	name  string
	value phrase
}

func columns(pairs ...string) []column {
	var c []column
	for i := 0; i < len(pairs); i += 2 {
		c = append(c, column{pairs[i], compile(pairs[i+1])})
	}
	return c
}

const yesNo = "{true|false}"

// plainVerbs are the buttons of most modules.
var plainVerbs = [3]string{"create", "save", "remove"}

var modules = []module{
	{"Queue", "queue", plainVerbs, compile("{Pilot|Evening|Partner|Overflow} {A|B|C|D}"), []string{"Night desk", "Reception", "Dispatch", "Claims", "Bookings", "Orders", "Pilot B", "Support"}, true, columns(
		"strategy", `"{longest-idle|round-robin|ring-all|top-down}"`, "max_wait_s", "{30..300}", "max_members", "{5..60}",
		"announce_position", yesNo, "music", `"{classic|calm|none}"`, "overflow", `"{voicemail|queue 44|hang up}"`, "priority", "{1..9}")},
	{"Agent", "agent", plainVerbs, compile("{Ada|Bram|Cora|Dov|Esme} {Halloran|Pikeman|Wrenfield|Stroud}"), []string{"Nadia Fennick", "Oren Sabel", "Pia Lorentz", "Tomas Ibarra", "Sami Orrell", "Wei Castell", "Sanna Withers"}, true, columns(
		"extension", `"{1001..8499}"`, "skills", `["{voice|chat|mail}","{english|german|portuguese}"]`, "wrap_up_s", "{5..60}", "auto_answer", yesNo,
		"office_hours", `"{weekdays|all days|nights}"`, "sip_password", `"{kite|lamp|oak|reed}-{quiet|amber|north}-{1000..9999}"`, "outbound", yesNo)},
	{"Campaign", "campaign", plainVerbs, compile("{Spring|Summer|Winter} {offer|recall|survey}"), []string{"Spring offer", "Meter reading", "Renewals", "Survey"}, true, columns(
		"simultaneous_calls", "{10..60}", "abandon_limit_percent", "{2..5}", "list", `"{leads|renewals|survey}-{2..9}"`, "retries", "{1..5}",
		"script", `"Hello, we are calling about your {order|contract|visit}."`, "caller_id", `"+44770090010{0..9}"`)},
	{"Route", "route", plainVerbs, compile("{Evening|Weekend|Overflow} {desk|line}"), []string{"Night desk", "Emergency", "Default inbound", "Partner line"}, true, columns(
		"pattern", `"^\\+44{1..9}\\d+$"`, "target", `"{queue|ivr|agent} {11..64}"`, "priority", "{1..20}", "active", yesNo)},
	{"Trunk", "trunk", plainVerbs, compile("{west|east}-{1..9}"), []string{"north-1", "north-2", "south-1"}, false, columns(
		"host", `"sip{1..4}.carrier.example"`, "channels", "{30..240}", "codecs", `["{PCMA|PCMU}","{G722|opus}"]`, "register", yesNo,
		"carrier_password", `"{tide|moss|flint}-{#8}"`, "sip_trace", "{false|false|false}")},
	{"Role", "role", plainVerbs, compile("{Team|Shift|Quality} {lead|viewer}"), []string{"Dispatch lead", "Supervisor", "Auditor", "Agent"}, true, columns(
		"permissions", `["queue.{view|edit}","agent.{view|edit}","report.view"]`, "members", "{1..30}", "two_factor", yesNo)},
	{"Office hours", "calendar", plainVerbs, compile("{Summer|Winter|Branch} hours"), []string{"Support", "Weekdays", "Holidays"}, true, columns(
		"days", `"{Mon–Fri|Mon–Sat|all days}"`, "from", `"0{7..9}:00"`, "to", `"{17..20}:00"`, "zone", `"Asia/Shanghai"`, "closed_on", `["2026-12-{24..26}"]`)},
	{"IVR", "menu", plainVerbs, compile("{Holiday|Outage|Campaign} menu"), []string{"Main menu", "Language", "After hours"}, true, columns(
		"greeting", `"welcome-{1..9}.wav"`, "timeout_s", "{3..12}", "key_1", `"queue {11..64}"`, "key_2", `"queue {11..64}"`, "key_0", `"{reception|voicemail}"`)},
	{"Recording", "recording", [3]string{"upload", "annotate", "remove"}, compile("rec-{21008..29999}"), []string{"rec-20914", "rec-20967", "rec-21007"}, true, columns(
		"keep_days", "{30..365}", "rating", "{1..5}", "note", `"{good opening|check consent|coaching|-}"`, "locked", yesNo)},
	{"Tenant", "tenant", [3]string{"create", "save", "close"}, compile("{Holmbury|Ferrisley|Oaklane} {Dairies|Motors|Schools}"), []string{"Quillmoor Clinics", "Brindlewick Ltd", "Yarrowgate Homes"}, false, columns(
		"seats", "{5..60}", "plan", `"{basic|plus|trial}"`, "storage_gb", "{20..400}", "contact", `"office@{quillmoor|brindlewick|yarrowgate}.example"`)},
	{"Number", "number", [3]string{"assign", "save", "release"}, compile("+4477009001{50..99}"), []string{"+447700900120", "+447700900144", "+441632960118"}, true, columns(
		"route", `"{Night desk|Default inbound|Partner line}"`, "sms", yesNo, "label", `"{main|campaign|fax}"`)},
	{"Integration", "link", [3]string{"connect", "save", "disconnect"}, compile("{helpdesk|billing|calendar} link"), []string{"salesboard", "clientbook", "leadpipe"}, true, columns(
		"url", `"https://api.{salesboard|clientbook|leadpipe}.example/v{2..4}"`, "api_token", `"tok_{#16}"`, "sync_minutes", "{5..60}", "push_contacts", yesNo)},
	{"Voicemail box", "mailbox", plainVerbs, compile("{Evening|Branch|Team} box {1..9}"), []string{"Reception", "Claims", "Nights"}, true, columns(
		"pin", `"{1000..9999}"`, "mail_to", `"voice@{tavenport|osprenne|quillmoor}.example"`, "max_seconds", "{60..300}", "greeting", `"box-{1..9}.wav"`)},
	{"Blocklist", "entry", plainVerbs, compile("+120255501{60..99}"), []string{"+12025550143", "+61491570156"}, true, columns(
		"reason", `"{nuisance|wrong number|request}"`, "until", `"2027-0{1..6}-01"`, "scope", `"{all|tenant}"`)},
}

// refusals and failures are why an operation did not happen.
var (
	refusals = []string{"role lacks the permission", "the object belongs to another company", "second factor is missing"}
	failures = []string{"the name is in use", "the PBX did not confirm within 5 s", "the object was changed meanwhile"}
)
