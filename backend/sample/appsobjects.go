package sample

import "cordwood/backend/event"

// objectTalk is the dynamic forms' log.
var objectTalk = newDeck(
	line{120, event.Info, "suite.forms.FormService", "form '{Complaint|Return|Call-back|Site visit}' saved as object {4100..98000}", nil},
	line{30, event.Info, "suite.forms.Workflow", "object {4100..98000} moved to step {open|checked|approved|closed}", nil},
	line{8, event.Warn, "suite.forms.RuleEngine", "rule {11..64} of form '{Complaint|Return|Call-back}' has no field {amount|due_date} any more", nil},
	line{2, event.Error, "suite.forms.FormService", "submit refused", formRefused},
	line{1, event.Error, "suite.store.ObjectStore", "object could not be saved", staleObject},
)

func (w *world) planAppsObjects() {
	w.every(90, func() {
		l, p := objectTalk.draw(w.rng)
		s := w.anybody()
		w.jsonLine(appsObjects, l.level, l.from, w.say(p, s), l.trace,
			text("account", s.who.id), text("company", s.who.company.name), number("ms", 3+w.rng.IntN(400)))
	})
}
