package match

const (
	// pieceBytes is what bytes.Index is asked for at most: up to 63 bytes it is
	// done by vector instructions, and a needle of half that is rare enough.
	pieceBytes = 32
	// hopBytes is the mean distance of anchors below which hopping costs more
	// than bytes.Index: a hop costs about as much as 32 bytes of it.
	hopBytes = 32
	// patience is how many hops that are too short a search bears.
	patience = 16
)

// firstWindow is how far several matchers look before they look further: a few
// dozen lines.
const firstWindow = 8 << 10
