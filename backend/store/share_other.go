//go:build !linux && !windows

package store

// onShare cannot tell here; the documentation asks for a local disk.
func onShare(string) string { return "" }
