package app

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// contentPolicy is the one CSP of both faces. Trusted Types are on; the single
// policy named is the frontend framework's, which clones compiled templates.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html"

// secureHeaders sets what every answer of both faces carries.
func secureHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

const (
	maxBody       = 1 << 20          // a call's arguments
	invitationTTL = 10 * time.Minute // time to open the printed address
	wrongDelay    = time.Second      // after wrongFree wrong tokens
	wrongFree     = 10
)

// guard lets a request through to next only when its Host is ours, its origin
// is ours, and it carries the token. It is the only door of `serve`.
type guard struct {
	next    http.Handler
	hosts   map[string]bool
	origins map[string]bool
	cookie  string
	token   [32]byte // SHA-256 of the token

	mu          sync.Mutex
	invitations map[[32]byte]time.Time // one-time tokens, by hash: valid until
	sessions    map[[32]byte]struct{}  // cookies handed out, by hash
	wrong       int
}

func newGuard(next http.Handler, port, token string) *guard {
	g := &guard{
		next: next, hosts: map[string]bool{}, origins: map[string]bool{}, cookie: "cordwood-" + port,
		token: sha256.Sum256([]byte(token)), invitations: map[[32]byte]time.Time{}, sessions: map[[32]byte]struct{}{},
	}
	for _, host := range []string{"127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port} {
		g.hosts[host] = true
		g.origins["http://"+host] = true
	}
	return g
}

// newToken is 256 bits of chance.
func newToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(b)
}

// invite makes a one-time token for an address; its first use turns it into the
// session cookie.
func (g *guard) invite() string {
	t := newToken()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.invitations[sha256.Sum256([]byte(t))] = time.Now().Add(invitationTTL)
	return t
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !g.hosts[r.Host]:
		http.Error(w, "unknown host", http.StatusMisdirectedRequest)
	case !g.sameOrigin(r):
		http.Error(w, "foreign origin", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost:
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case r.URL.Path == "/" && r.URL.Query().Has("token"):
		g.accept(w, r)
	case !g.allowed(r):
		g.refuse(w)
	default:
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		g.next.ServeHTTP(w, r)
	}
}

func (g *guard) sameOrigin(r *http.Request) bool {
	if o := r.Header.Get("Origin"); o != "" && !g.origins[o] {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return false
}

// accept turns a one-time address into a cookie and a clean address. A person
// who opens the address again in the same browser just gets in.
func (g *guard) accept(w http.ResponseWriter, r *http.Request) {
	if !g.allowed(r) && !g.redeem(r.URL.Query().Get("token")) {
		g.refuse(w)
		return
	}
	if _, err := r.Cookie(g.cookie); err != nil {
		t := newToken()
		g.mu.Lock()
		g.sessions[sha256.Sum256([]byte(t))] = struct{}{}
		g.mu.Unlock()
		http.SetCookie(w, &http.Cookie{Name: g.cookie, Value: t, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	}
	clean := url.URL{Path: "/"}
	http.Redirect(w, r, clean.String(), http.StatusSeeOther)
}

func (g *guard) redeem(token string) bool {
	key := sha256.Sum256([]byte(token))
	g.mu.Lock()
	defer g.mu.Unlock()
	until, ok := g.invitations[key]
	delete(g.invitations, key)
	return ok && time.Now().Before(until)
}

// allowed compares hashes, so that the time it takes tells nothing.
func (g *guard) allowed(r *http.Request) bool {
	if t, ok := bearer(r); ok {
		h := sha256.Sum256([]byte(t))
		return subtle.ConstantTimeCompare(h[:], g.token[:]) == 1
	}
	c, err := r.Cookie(g.cookie)
	if err != nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	_, ok := g.sessions[sha256.Sum256([]byte(c.Value))]
	return ok
}

func bearer(r *http.Request) (string, bool) {
	const scheme = "Bearer "
	h := r.Header.Get("Authorization")
	if len(h) < len(scheme) || h[:len(scheme)] != scheme {
		return "", false
	}
	return h[len(scheme):], true
}

// refuse answers 401. Guessing slows down; nobody is locked out.
func (g *guard) refuse(w http.ResponseWriter) {
	g.mu.Lock()
	g.wrong++
	slow := g.wrong > wrongFree
	g.mu.Unlock()
	if slow {
		time.Sleep(wrongDelay)
	}
	http.Error(w, "This address needs the token that cordwood printed when it started.", http.StatusUnauthorized)
}
