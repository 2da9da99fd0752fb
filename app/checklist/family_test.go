package checklist

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cordwood/app"
)

var familyChecks = map[int]check{
	61: family("application", "Application service, master log"),
	62: family("apps_objects", "Dynamic forms: exceptions of core business"),
	63: family("inbox_channel", "Channels behind the inbox"),
	64: family("email", "Mail received and sent"),
	65: family("database", "Database operations"),
	66: family("access_log", "User access"),
	67: family("call_event", "PBX: calls, legs, bridges"),
	68: family("schedule_jobs", "Scheduled jobs"),
	69: family("crm_data", "Third-party CRM: exceptions while talking to it"),
	70: family("audit_log", "Administrative operations"),
	71: anyOtherFile, 72: liveAndAllCopies, 73: levelsCounted, 74: missingFamily,
}

// family finds a known family with its file and, in the pages that the program
// serves, its description.
func family(name, description string) check {
	return func(w *world) error {
		all, err := w.family()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(f app.FamilyRow) bool { return f.Name == name })
		s, err := w.door()
		if err != nil {
			return err
		}
		pages, err := s.scripts()
		if err != nil {
			return err
		}
		return first(same("file", all[i].File, name+".log"), same("known", all[i].Known, true), same("lines", all[i].Lines, w.marker.Manifest.Family(name).Lines),
			same(description, strings.Contains(pages, description), true))
	}
}

var scriptName = regexp.MustCompile(`assets/[\w.-]+\.js|"\./[\w.-]+\.js"`)

// scripts is the text of all scripts that the first page leads to.
func (s *served) scripts() (string, error) {
	var all strings.Builder
	seen, next := map[string]bool{}, []string{"/"}
	for len(next) > 0 {
		text, err := s.fetch(next[0])
		if err != nil {
			return "", fmt.Errorf("%s: %w", next[0], err)
		}
		all.Write(text)
		for _, name := range scriptName.FindAllString(string(text), -1) {
			name = "/assets/" + strings.Trim(name[strings.LastIndexByte(name, '/')+1:], `"`)
			if !seen[name] {
				seen[name] = true
				next = append(next, name)
			}
		}
		next = next[1:]
	}
	return all.String(), nil
}

func anyOtherFile(w *world) error {
	all, err := w.family()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(f app.FamilyRow) bool { return f.Name == "gateway_access" })
	return first(same("file", all[i].File, "gateway_access.log"), same("known", all[i].Known, false), same("families", len(all), len(w.marker.Manifest.Families)))
}

func liveAndAllCopies(w *world) error {
	all, err := w.family()
	if err != nil {
		return err
	}
	for _, f := range all {
		want := w.marker.Manifest.Family(f.Name)
		begin, end := w.times(f.Name)
		err := first(same("copies", len(f.Copies), len(want.Files)), same("lines", f.Lines, want.Lines), same("first", *f.First, begin), same("last", *f.Last, end))
		for i, c := range f.Copies {
			file := want.Files[len(want.Files)-1-i] // the newest first
			err = first(err, same("name", c.Path, file.Name), same("stored", c.Bytes, file.Stored), same("decoded", c.Decoded, file.Bytes),
				same("lines of "+c.Path, c.Lines, file.Lines), same("live", c.Live, i == 0), same("packed", c.Compression == "gzip", i > 0), same("problem", c.Problem.Text, ""))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return same("families", len(all), len(w.marker.Manifest.Families))
}

var bands = []string{"", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"}

func levelsCounted(w *world) error {
	s, err := w.door()
	if err != nil {
		return err
	}
	for _, f := range w.marker.Manifest.Families {
		state, err := s.open(app.LogRequest{Families: []string{f.Name}})
		if err != nil {
			return err
		}
		for band, name := range bands {
			if band == 0 {
				continue // continuation lines without a time are counted apart
			}
			if err := same(f.Name+" "+name, state.Levels[band], f.Levels[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

// missingFamily: a known family that a folder does not have is named as missing.
func missingFamily(w *world) error {
	dir := w.copySample()
	for _, name := range w.chain("email") {
		if err := removeFile(dir, name); err != nil {
			return err
		}
	}
	s, err := w.serve(dir)
	if err != nil {
		return err
	}
	v, err := call[app.FamiliesView](s, "ServerLogs.Families", s.src.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Families, func(f app.FamilyRow) bool { return f.Name == "email" })
	return first(same("state", v.Families[i].State, "missing"), same("copies", len(v.Families[i].Copies), 0))
}
