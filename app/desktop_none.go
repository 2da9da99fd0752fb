//go:build !desktop && !bindings

package app

import "cordwood/backend/fault"

// HasWindow reports whether this build can open a window.
const HasWindow = false

// Run needs the window build.
func (a *App) Run(string) error {
	return fault.New("open the window", fault.Unsupported, "", "this build has no window; use cordwood serve", nil)
}
