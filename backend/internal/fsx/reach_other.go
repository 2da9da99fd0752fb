//go:build !linux && !darwin && !windows

package fsx

func reach(string) error { return nil }
