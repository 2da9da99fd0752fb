package cli

import (
	"cordwood/app"
	"cordwood/backend/search"
)

// nearLine is what --context --json prints.
type nearLine struct {
	Match bool `json:"match"` // false: it stands near one
	app.EventLine
}

// around prints matches with what is near them, as grep -C does: what is not
// side by side is parted by --.
func (c *searchCmd) around(s *session, a *app.App, r app.LogRequest, src source) error {
	out := s.output(c.JSON, src)
	defer out.w.Flush()
	if c.Raw {
		out.tty = false
	}
	first := true
	defer s.reading(a, r.Source)()
	state, err := a.SiftAround(s.ctx, r, c.Lines, c.Context, c.Limit, func(e search.Near) bool {
		if c.JSON {
			_ = out.value(nearLine{e.Match, app.FoundJSON(e.Found)})
			return true
		}
		if e.Gap && !first {
			out.text("--\n")
		}
		first = false
		out.entry(e.Text, e.Beyond())
		return true
	})
	if err == nil {
		err = s.readQuery(state)
	}
	if err != nil {
		return err
	}
	s.codeFor(state)
	return nil
}
