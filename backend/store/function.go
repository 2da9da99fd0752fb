package store

import "modernc.org/sqlite"

func register(d *sqlite.Driver) {}
