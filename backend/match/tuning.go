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

const (
	// maxStates bounds the table of an automaton: 2.5 MiB. Expressions that people
	// write make some dozens of states.
	maxStates = 2560
	// maxHeld bounds what is kept beside the table to make states again.
	maxHeld = 512 << 10
	// worthBytes is how many bytes a new state must serve, in the mean, for the
	// table to be worth its making.
	worthBytes = 16
	// maxWasted is how often the table may fill up before it was worth it; then
	// the automaton walks without one.
	maxWasted = 4
	// maxProgram is the longest compiled expression that gets a table: making a
	// state takes as long as the program.
	maxProgram = 20000
)

// stopSteps is how many steps an automaton makes before it asks whether anybody
// still wants to know: one or two milliseconds.
const stopSteps = 1 << 16

const (
	// aloneBytes is walked by one lane before it is worth it to set up all.
	aloneBytes = 64
	// firstSpan and spanBytes are what a lane walks at least and at most: a match
	// in one lane makes what the lanes behind it walked useless.
	firstSpan = 1 << 8
	spanBytes = 16 << 10
	// aloneWindow is walked by one lane when a match is open at the end of a
	// whole span: the lanes behind it would walk for nothing.
	aloneWindow = 1 << 20
)

const (
	// maxNeedles is how many literals are looked for one by one; the automaton,
	// at a third of the speed, finds any number.
	maxNeedles = 2
	// maxCost is what several literals may cost to be looked for one by one; a
	// literal in any case costs two.
	maxCost = 3
	// maxFilters is how many filters of an expression are tried.
	maxFilters = 4
	// leastBits is what a filter must tell: less is met in every other line.
	leastBits = 12
	// paceBytes is what a filter reads before it is judged, restBytes what is
	// read without one before they are tried again.
	paceBytes = 32 << 10
	restBytes = 32 << 20
	// goodWalking and worthWalking are the parts of the text, one in so many
	// bytes, that a filter may leave to the automaton: one lane takes as long for
	// an eighth as all lanes for everything.
	goodWalking  = 32
	worthWalking = 8
	// startBytes is what it costs to start the automaton, in bytes walked.
	startBytes = 24
	// hopWalked is what it costs to hop to the next anchor of a folded needle, in
	// bytes walked.
	hopWalked = 3
	// frontBytes is how far a match is followed from where a filter found its
	// beginning, before the whole line is walked once.
	frontBytes = 256
	// countWindow is counted with or without a filter, but in one way.
	countWindow = 256 << 10
)

const (
	// aheadBytes is how far the capital letter is looked for ahead of the small
	// one, so that it is not looked for at every hop.
	aheadBytes = 2 << 10
	// shortHop is the mean distance of anchors, in bytes, below which the
	// automaton is faster than hopping.
	shortHop = 20
)
