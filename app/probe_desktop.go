//go:build !probe && (desktop || bindings)

package app

func (a *App) probe(wailsWindow) {}
