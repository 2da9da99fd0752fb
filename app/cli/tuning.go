package cli

import "time"

// They are variables for the tests only.
var (
	// barAfter is the pause before a bar appears: what is done sooner would only
	// flicker. barEvery is its rhythm: a person reads no faster.
	barAfter = 400 * time.Millisecond
	barEvery = 200 * time.Millisecond
)
