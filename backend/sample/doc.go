// Package sample writes a believable contact-centre suite: the logs that the
// servers Cordwood looks after would have written in the last days, for a first
// look, for screenshots and as the oracle of other rooms' tests.
//
//	people, pages, modules, calls ──> agenda ──> world ──> journal ──> serverlog
//	      (tables of words)          (one clock)         (counts)      (files)
//
// A step is something that happens at one moment; the agenda holds all steps to
// come and one clock walks over them, so that lines of all families come in the
// order of time and a call leaves its id in each family it passes. A process is
// a step that plans its own successor at the pace of the rhythm, the daily curve
// of a contact centre. A phrase is a text with slots, a deck is a set of phrases
// with weights, a script is the fixed sequence of lines of one stage of a call.
//
// Everything is drawn from one seeded generator in one goroutine: the same seed,
// size, days and end give the same bytes. All companies, persons, numbers and
// events are invented; telephone numbers come from ranges kept for fiction.
package sample
