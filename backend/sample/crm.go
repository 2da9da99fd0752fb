package sample

import "cordwood/backend/event"

// crmTalk is what goes wrong, or nearly, with other people's CRM systems.
var crmTalk = newDeck(
	line{60, event.Info, "suite.crm.ContactSync", "{1..60} contacts pushed in {200..4000} ms", nil},
	line{12, event.Warn, "suite.crm.RestLink", "{crm} answered 429, waiting {5|10|30} s", nil},
	line{8, event.Warn, "suite.crm.Mapping", "contact {10000..99999} has no field {phone2|region|segment}, left empty", nil},
	line{5, event.Error, "suite.crm.ContactSync", "contact {10000..99999} was refused: duplicate key", nil},
	line{3, event.Error, "suite.crm.ContactSync", "contact {10000..99999} could not be pushed", crmTimeout},
)

func (w *world) planCRM() {
	w.every(40, func() {
		l, p := crmTalk.draw(w.rng)
		s := w.anybody()
		w.jsonLine(crmData, l.level, l.from, w.say(p, s), l.trace,
			text("crm", s.who.company.crm), text("company", s.who.company.name))
	})
}
