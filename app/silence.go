package app

import (
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/search"
	"cordwood/backend/volume"
)

// Of a share that does not answer, what was read stays on screen; nothing that is
// shown waits for it, and nothing on it is changed.

// silenced is called by the conductor when the source's place stops answering, or
// answers again.
func (o *opened) silenced(since time.Time) {
	switch {
	case since.IsZero():
		o.app.log.Info().Str("source", o.path).Msg("answers again")
	default:
		o.app.log.Warn().Str("source", o.path).Time("since", since).Msg("does not answer")
	}
	o.app.hub.emit(Tick{Kind: "source", ID: string(o.id)})
}

// answers is an error of kind Away while the place does not answer.
func (o *opened) answers(op string) error {
	since := o.reading.Silent()
	if since.IsZero() {
		return nil
	}
	return fault.New(op, fault.Away, o.path, "", &fault.Silence{Share: o.path, Since: since})
}

// tellSilence tells when the place stops answering, and when it answers again; before is
// since when it was silent the last time.
func (o *opened) tellSilence(tell func(search.Notice), before time.Time) time.Time {
	now := o.reading.Silent()
	switch err := o.answers("follow"); {
	case now.Equal(before):
	case now.IsZero():
		tell(search.Notice{File: o.path, Kind: "back", Text: "it answers again; what came meanwhile follows"})
	case err != nil:
		tell(search.Broken(o.path, err))
	}
	return now
}

// heldFiles is how many files lie held; in a place that does not answer as many as
// there were.
func (o *opened) heldFiles() (n int, err error) {
	batches, err := o.held()
	for _, b := range batches {
		n += len(b.Files)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if fault.KindOf(err) == fault.Away {
		return o.lastHeld, nil
	}
	o.lastHeld = n
	return n, err
}

// disk is what was last known of the volume under a source.
type disk struct {
	total, free int64
	known       bool
	writable    bool
	asked       time.Time
}

// diskEvery is how often it is looked at: each look is a round trip or two.
const diskEvery = 2 * time.Second

// disk is what was known a moment ago; of a place that does not answer, before
// that.
func (o *opened) disk() disk {
	o.asking.Lock()
	defer o.asking.Unlock()
	d := o.lastDisk
	if time.Since(d.asked) < diskEvery || o.reading != nil && o.answers("") != nil {
		return d
	}
	d.asked = time.Now()
	if yes, err := volume.Writable(o.path); err == nil {
		d.writable = yes
		if total, free, err := volume.Space(o.root()); err == nil {
			d.total, d.free, d.known = total, free, true
		}
	}
	o.lastDisk = d
	return d
}
