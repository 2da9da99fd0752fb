package sample

import (
	"time"

	"cordwood/backend/event"
)

// script is the fixed sequence of lines that the PBX writes in one stage of a
// call. A line without level is what FreeSWITCH writes with the uuid only, no
// time: it belongs to the moment of the line above.
type script []scriptLine

type scriptLine struct {
	level event.Severity
	from  string // source file and line
	text  phrase
}

func scripted(level event.Severity, from, text string) scriptLine {
	return scriptLine{level, from, compile(text)}
}

const channel = "sofia/external/{number}@{trunk}"

var (
	callSetup = script{
		scripted(event.Notice, "switch_channel.c:1142", "New Channel "+channel+" [{uuid}]"),
		scripted(event.Debug, "switch_core_session.c:585", "("+channel+") Running State Change CS_NEW (Cur {9..60} Tot {10000..99999})"),
		scripted(event.Debug, "sofia.c:10307", channel+" receiving invite from 203.0.113.10:5060 version: 1.10.12 64bit"),
		scripted(event.Debug, "sofia.c:7493", "Channel "+channel+" entering state [received][100]"),
		scripted(event.Debug, "switch_core_state_machine.c:600", "("+channel+") State Change CS_NEW -> CS_INIT"),
		scripted(event.Info, "mod_dialplan_xml.c:639", "Processing {number} <{number}>->{dest} in context public"),
		scripted(0, "", "Dialplan: "+channel+" parsing [public->{dest}] continue=false"),
		scripted(0, "", "Dialplan: "+channel+" Regex (PASS) [{dest}] destination_number({dest}) =~ /^({dest})$/ break=on-false"),
	}
	callDial = script{
		scripted(event.Notice, "switch_channel.c:1142", "New Channel "+channel+" [{uuid}]"),
		scripted(event.Debug, "sofia_glue.c:1659", channel+" sending invite version: 1.10.12 64bit"),
		scripted(event.Debug, "sofia.c:7493", "Channel "+channel+" entering state [calling][0]"),
		scripted(event.Debug, "switch_core_state_machine.c:600", "("+channel+") State Change CS_NEW -> CS_ROUTING"),
		scripted(event.Info, "mod_dialplan_xml.c:639", "Processing suite.dialer <{number}>->{dest} in context outbound"),
		scripted(0, "", "Dialplan: "+channel+" parsing [outbound->{dest}] continue=false"),
	}
	callRoute = script{
		scripted(event.Debug, "switch_core_state_machine.c:751", "("+channel+") State EXECUTE"),
		scripted(0, "", "EXECUTE [depth=0] "+channel+" set(suite_call={call})"),
		scripted(0, "", "EXECUTE [depth=0] "+channel+" answer()"),
		scripted(event.Notice, "switch_channel.c:4084", "Channel ["+channel+"] has been answered"),
		scripted(event.Debug, "switch_core_media.c:5611", "Audio Codec Compare [PCMA:8:8000:20:64000:1]/[PCMA:8:8000:20:64000:1]"),
		scripted(0, "", "EXECUTE [depth=0] "+channel+" callcenter({queue}@{host})"),
	}
	callOffer = script{
		scripted(event.Info, "mod_callcenter.c:2764", "Member {number} <{number}> joining queue {queue}@{host}"),
		scripted(event.Notice, "switch_channel.c:1142", "New Channel sofia/internal/{agent}@{host} [{legb}]"),
		scripted(event.Debug, "sofia.c:7493", "Channel sofia/internal/{agent}@{host} entering state [calling][0]"),
		scripted(event.Notice, "sofia.c:7601", "Ring-Ready sofia/internal/{agent}@{host}!"),
	}
	callBridge = script{
		scripted(event.Notice, "switch_channel.c:4084", "Channel [sofia/internal/{agent}@{host}] has been answered"),
		scripted(event.Debug, "switch_ivr_bridge.c:1746", "("+channel+") State Change CS_EXECUTE -> CS_EXCHANGE_MEDIA"),
		scripted(event.Info, "mod_callcenter.c:1992", "Bridge call {call} legs {uuid} {legb} agent {agent}"),
	}
	callHangup = script{
		scripted(event.Debug, "switch_ivr_bridge.c:893", channel+" ending bridge by request from read function"),
		scripted(event.Notice, "sofia.c:1089", "Hangup "+channel+" [CS_EXECUTE] [NORMAL_CLEARING]"),
		scripted(event.Notice, "switch_ivr_bridge.c:1010", "Hangup sofia/internal/{agent}@{host} [CS_EXCHANGE_MEDIA] [NORMAL_CLEARING]"),
		scripted(event.Debug, "switch_core_session.c:1762", "Session {1000..99999} ("+channel+") Ended"),
		scripted(event.Notice, "switch_core_session.c:1766", "Close Channel "+channel+" [CS_DESTROY]"),
	}
	callGaveUp = script{
		scripted(event.Notice, "sofia.c:1089", "Hangup "+channel+" [CS_EXECUTE] [ORIGINATOR_CANCEL]"),
		scripted(event.Info, "mod_callcenter.c:3010", "Member {number} <{number}> left queue {queue}@{host}, reason: BREAK_OUT"),
		scripted(event.Notice, "switch_core_session.c:1766", "Close Channel "+channel+" [CS_DESTROY]"),
	}
	callLost = script{
		scripted(event.Warn, "mod_callcenter.c:1604", "call {call}: no answer from suite.dialer within 5000 ms"),
		scripted(event.Error, "switch_ivr_bridge.c:921", "bridge {call} lost: leg b {legb} released, cause 41"),
		scripted(event.Notice, "sofia.c:1089", "Hangup "+channel+" [CS_EXECUTE] [NORMAL_TEMPORARY_FAILURE]"),
		scripted(event.Notice, "switch_core_session.c:1766", "Close Channel "+channel+" [CS_DESTROY]"),
	}
	pbxDown = script{
		scripted(event.Info, "switch_core.c:2951", "Shutting down 61b0e3a2"),
		scripted(event.Notice, "switch_core.c:3010", "Clean up modules."),
	}
	pbxUp = script{
		scripted(event.Notice, "switch_core.c:2550", "FreeSWITCH Version 1.10.12-release~64bit (-release 64bit) started"),
		scripted(event.Info, "switch_time.c:1430", "Timezone reloaded 1750 definitions"),
		scripted(event.Warn, "sofia.c:3414", "Profile external: rtp-ip is not set, using 10.20.0.21"),
		scripted(event.Notice, "sofia_reg.c:448", "Registering north-1"),
		scripted(event.Notice, "sofia_reg.c:448", "Registering north-2"),
		scripted(event.Info, "switch_core.c:2571", "FreeSWITCH is ready, 1000 sessions at most"),
	}
	pbxTalk = newDeck(
		line{50, event.Debug, "sofia_reg.c:1842", "Register {account}@{host} from {ip}, expires 60", nil},
		line{20, event.Info, "mod_callcenter.c:868", "Updated Agent {account}@{host} set status = {Available|On Break|Logged Out}", nil},
		line{3, event.Warn, "sofia_reg.c:1792", "SIP auth challenge (REGISTER) on sofia profile 'internal' for [{account}@{host}] from ip {ip}", nil},
		line{2, event.Warn, "switch_rtp.c:4880", "jitter of {60..240} ms on leg of {account}, {1..9} packets lost", nil},
	)
)

// levelWords are FreeSWITCH's own.
var levelWords = map[event.Severity]string{
	event.Debug: "DEBUG", event.Info: "INFO", event.Notice: "NOTICE", event.Warn: "WARNING", event.Error: "ERR", event.Crit: "CRIT",
}

// pbx writes a stage of a call: each line a moment after the other.
func (w *world) pbx(lines script, s *scene) {
	now := w.now
	for i := range lines {
		l := &lines[i]
		if l.level == 0 {
			w.pbxTimeless(s, l.text)
			continue
		}
		w.pbxLine(l.level, l.from, w.say(l.text, s), s.call)
		w.now = w.now.Add(w.between(0, 4*msec))
	}
	w.now = now
}

// pbxLine is "uuid date time idle% [LEVEL] file:line text"; lines of no call
// have no uuid.
func (w *world) pbxLine(level event.Severity, from string, message []byte, c *call) {
	at, ok := w.out.admit(callEvent, level, w.now)
	if !ok {
		return
	}
	b := w.buf[:0]
	if c != nil {
		b = append(append(b, c.legA...), ' ')
	}
	b = at.AppendFormat(b, logbackTime)
	b = appendMicros(b, w.micros(at))
	b = append(b, " 9"...)
	b = w.digits(b, 1)
	b = append(b, '.')
	b = w.digits(b, 2)
	b = append(b, "% ["...)
	b = append(b, levelWords[level]...)
	b = append(append(append(b, "] "...), from...), ' ')
	b = append(b, message...)
	w.buf = append(b, '\n')
	w.out.write(callEvent, level, at, w.buf)
}

// micros is what the PBX shows beyond the millisecond; lines of one millisecond
// count up.
func (w *world) micros(at time.Time) int {
	if !at.Equal(w.pbxAt) {
		w.pbxAt, w.pbxMicro = at, w.rng.IntN(400)
	} else {
		w.pbxMicro = min(w.pbxMicro+1+w.rng.IntN(20), 999)
	}
	return w.pbxMicro
}

func appendMicros(b []byte, n int) []byte {
	return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}

// pbxTimeless is a line with the uuid and neither time nor level.
func (w *world) pbxTimeless(s *scene, p phrase) {
	if _, ok := w.out.admit(callEvent, event.Debug, w.now); !ok {
		return
	}
	b := append(append(w.buf[:0], s.call.legA...), ' ')
	w.buf = append(p.append(b, w.rng, s), '\n')
	w.out.writeTimeless(callEvent, event.Debug, w.buf)
}

// pbxRestart is the PBX going down and up with the suite.
func (w *world) pbxRestart() {
	for _, l := range pbxDown {
		w.pbxLine(l.level, l.from, w.say(l.text, nil), nil)
	}
	w.in(21*sec, func() {
		for _, l := range pbxUp {
			w.pbxLine(l.level, l.from, w.say(l.text, nil), nil)
			w.now = w.now.Add(w.between(4*msec, 90*msec))
		}
	})
}

func (w *world) planPBX() {
	w.every(260, func() {
		l, p := pbxTalk.draw(w.rng)
		w.pbxLine(l.level, l.from, w.say(p, w.anybody()), nil)
	})
}
