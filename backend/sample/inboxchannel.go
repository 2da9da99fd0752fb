package sample

import (
	"cmp"

	"cordwood/backend/event"
)

// inboxTalk is the channels behind the inbox: chat, short messages, web forms.
var inboxTalk = newDeck(
	line{160, event.Info, "suite.inbox.Webchat", "message received, {12..600} characters", nil},
	line{140, event.Info, "suite.inbox.Webchat", "message delivered in {20..400} ms", nil},
	line{40, event.Info, "suite.inbox.Sms", "segment {1|2|3} accepted by gateway {north|south}", nil},
	line{60, event.Debug, "suite.inbox.Channel", "poll: {0..4} new", nil},
	line{14, event.Info, "suite.inbox.Channel", "conversation {opened|closed|assigned|moved}", nil},
	line{6, event.Warn, "suite.inbox.Sms", "gateway {north|south} answered after {3..12} s", nil},
	line{1, event.Error, "suite.inbox.Webchat", "attachment of {6..40} MB refused by the store", nil},
)

// channelOf is the channel that a logger serves; the rest serves any.
var channelOf = map[string]string{"suite.inbox.Webchat": "webchat", "suite.inbox.Sms": "sms"}

var channels = []string{"webchat", "webchat", "sms", "webform", "social"}

func (w *world) planInboxChannel() {
	w.every(330, func() {
		l, p := inboxTalk.draw(w.rng)
		s := w.anybody()
		w.jsonLine(inboxChannel, l.level, l.from, w.say(p, s), l.trace,
			text("channel", cmp.Or(channelOf[l.from], pick(w.rng, channels))), text("conversation", w.hex(8)),
			text("account", s.who.id), text("company", s.who.company.name))
	})
}
