package app

import (
	"cmp"
	"context"
	"os"
	"os/user"
	"time"

	"cordwood/backend/fault"
	"cordwood/backend/rules"
)

const (
	// rotateWithin is how long a server may take to answer: it looks every 2 s, and
	// a share may show it a new file some seconds late.
	rotateWithin = 15 * time.Second
	// rotateLook is how often its answer is looked for.
	rotateLook = 100 * time.Millisecond
)

// Rotate asks the running server to end the live file of a family now, and waits
// for its answer. What is not answered is withdrawn, so that it is not done when
// nobody expects it any more.
func (d *Rules) Rotate(source, family string) (Rotated, error) {
	return d.rotate(source, family, rotateWithin)
}

func (d *Rules) rotate(source, family string, within time.Duration) (Rotated, error) {
	o, err := d.app.source(source)
	if err != nil {
		return Rotated{}, err
	}
	if err := o.rotatable(family); err != nil {
		return Rotated{}, err
	}
	var did Rotated
	file := o.path + "/" + family + ".log"
	err = d.app.witnessed(o, "rotate", file, askedOf{Folder: o.path, Family: family}, func(ctx context.Context) error {
		did, err = o.rotate(ctx, family, within)
		return err
	})
	if err != nil {
		return Rotated{}, err
	}
	o.touch()
	d.app.hub.emit(Tick{Kind: "rules", ID: string(o.id)})
	o.copied(&did, within)
	return did, nil
}

// copied waits until the copy of a rotation is in the list, compressed as it stays, and
// names it so. One that is not compressed in time is named as it is.
func (o *opened) copied(did *Rotated, within time.Duration) {
	look := time.NewTicker(rotateLook)
	defer look.Stop()
	packed, end := did.File+".gz", time.Now().Add(within)
	for {
		for _, f := range o.inventory().Families {
			for _, c := range f.Copies {
				switch c.Path {
				case packed:
					did.File, did.ID = c.Path, string(c.ID)
					return
				case did.File:
					did.ID = string(c.ID)
				}
			}
		}
		select {
		case <-o.ctx.Done():
			return
		case now := <-look.C:
			if now.After(end) {
				return
			}
		}
	}
}

// askedOf is the act in the trail.
type askedOf struct {
	Folder string `json:"folder"`
	Family string `json:"family"`
}

// rotatable reports why nobody can be asked to rotate a family, as an error.
func (o *opened) rotatable(family string) error {
	if err := o.operable("rotate"); err != nil {
		return err
	}
	return o.obeyed(family)
}

// obeyed reports that no server writes a family that obeys, as an error.
func (o *opened) obeyed(family string) error {
	status, err := o.ruleStatus()
	if err != nil {
		return err
	}
	if familyStatus(status, family).Writer == "" {
		return fault.New("rotate", fault.Unsupported, family+".log", "a server that writes through backend/serverlog rotates when it is asked",
			fault.Say("no server has answered for this file"))
	}
	return nil
}

// rotate asks, waits for the answer, and takes the request back.
func (o *opened) rotate(ctx context.Context, family string, within time.Duration) (Rotated, error) {
	asked, err := rules.Ask(ctx, o.path, family, asker(), time.Now())
	if err != nil {
		return Rotated{}, err
	}
	did, err := o.rotation(ctx, family, asked, within)
	withdrawn := rules.Withdraw(context.WithoutCancel(ctx), o.path, family, asked)
	if did == nil && err == nil { // it may have come while the request was taken back
		did, err = o.rotation(ctx, family, asked, 0)
	}
	switch {
	case err != nil:
		return Rotated{}, err
	case did == nil:
		return Rotated{}, fault.New("rotate", fault.Stopped, family+".log", "look whether the server runs, and ask again",
			fault.Say("no server answered in {0} s; the request was withdrawn", int(within.Seconds())))
	case did.Error != "":
		why := did.Trouble.Fault
		return Rotated{}, fault.New("rotate", cmp.Or(why.Kind, fault.Internal), family+".log", "", why.Said)
	}
	return Rotated{Family: family, File: did.File, At: did.Done.UnixMilli(), By: did.By}, withdrawn
}

// rotation waits for the server's answer, nil when none comes in time.
func (o *opened) rotation(ctx context.Context, family string, asked rules.Request, within time.Duration) (*rules.Rotation, error) {
	look := time.NewTicker(rotateLook)
	defer look.Stop()
	for end := time.Now().Add(within); ; {
		status, err := rules.LoadStatus(o.path)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		if did := status.Answer(family, asked); did != nil || time.Now().After(end) {
			return did, nil
		}
		select {
		case <-ctx.Done():
			return nil, fault.New("rotate", fault.Stopped, family+".log", "", ctx.Err())
		case <-look.C:
		}
	}
}

// asker is who asks, as the server's people know them.
func asker() string {
	name := "Cordwood"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if host, err := os.Hostname(); err == nil {
		name += " on " + host
	}
	return name
}
