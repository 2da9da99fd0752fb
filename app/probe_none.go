//go:build !probe

package app

import "net/http"

func (a *App) probeRoutes(map[string]http.Handler) {}
