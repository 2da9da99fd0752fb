package sample

import (
	"strconv"
	"time"
)

// Beside the incident, somebody tries passwords: so many from one address on nine
// accounts, from before the change until after it, and some from another address
// on one account. None succeeds.
const (
	guesses      = 41
	guesserIP    = "203.0.113.87"
	guessesFrom  = -11 * time.Minute
	guessesTo    = 15*time.Minute + 31*sec
	otherGuesses = 12
	otherGuesser = "198.51.100.23"
)

func (w *world) planGuesses(at time.Time) {
	var targets []*account
	for _, company := range []string{"Quillmoor Clinics", "Tavenport Freight", "Osprenne Travel"} {
		targets = append(targets, w.people.of(company)[:3]...)
	}
	span := guessesTo - guessesFrom
	for i := range guesses {
		t := at.Add(guessesFrom + span/(guesses-1)*time.Duration(i)).Add(w.between(0, 9*sec)).Truncate(msec)
		who, try := targets[i%len(targets)], 1+i/len(targets)
		w.at(t, func() { w.guess(who, home{guesserIP, "Sofia, BG"}, try) })
	}
	victim := w.people.of("Marrowby Insurance")[1]
	for i := range otherGuesses {
		w.at(at.Add(-50*time.Minute+time.Duration(i)*37*sec), func() { w.guess(victim, home{otherGuesser, "Lagos, NG"}, 1+i%5) })
	}
}

func (w *world) guess(who *account, from home, try int) {
	w.refuse(who, from, clients[0], 401, "wrong password, try "+strconv.Itoa(try)+" of 5", w.between(20*msec, 60*msec))
}
