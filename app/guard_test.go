package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const testPort = "4711"

func testGuard(t *testing.T) *guard {
	t.Helper()
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	return newGuard(ok, testPort, "the-token")
}

func ask(g http.Handler, host, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = host
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	g.ServeHTTP(w, r)
	return w
}

func TestGuardKnowsItsHosts(t *testing.T) {
	g := testGuard(t)
	f := func(host string, want int) {
		t.Helper()
		if got := ask(g, host, "/", "Authorization", "Bearer the-token").Code; got != want {
			t.Errorf("Host %q: %d, want %d", host, got, want)
		}
	}
	f("127.0.0.1:4711", http.StatusOK)
	f("localhost:4711", http.StatusOK)
	f("[::1]:4711", http.StatusOK)
	wrong := []string{
		"", "evil.example", "evil.example:4711", "localhost", "localhost:80", "localhost:04711", "localhost.:4711",
		"localhost.evil.example:4711", "evil.example.localhost:4711", "LOCALHOST:4711.evil", "127.0.0.1", "127.0.0.1:80",
		"127.1:4711", "127.0.1:4711", "0x7f.1:4711", "0x7f000001:4711", "2130706433:4711", "0177.0.0.1:4711",
		"127.0.0.1.:4711", "127.0.0.1:4711.", "127.0.0.2:4711", "0.0.0.0:4711", "0:4711", "[::]:4711", "::1:4711",
		"[::1]", "[::1]:80", "[0:0:0:0:0:0:0:1]:4711", "[::ffff:127.0.0.1]:4711", "[::1%25lo]:4711",
		"user@127.0.0.1:4711", "127.0.0.1:4711@evil.example", "127.0.0.1:4711/x", "127.0.0.1:4711 ", " 127.0.0.1:4711",
		"127.0.0.1:4711,evil.example", "127.0.0.1\t:4711", "rebind.network:4711", "a.b.c.d:4711", "xn--localhost:4711",
	}
	if len(wrong) != 40 {
		t.Fatalf("%d wrong hosts, the reliability matrix asks for 40", len(wrong))
	}
	for _, host := range wrong {
		f(host, http.StatusMisdirectedRequest)
	}
}

func TestGuardWantsTheToken(t *testing.T) {
	g := testGuard(t)
	f := func(want int, headers ...string) {
		t.Helper()
		if got := ask(g, "127.0.0.1:"+testPort, "/data/rows", headers...).Code; got != want {
			t.Errorf("%q: %d, want %d", headers, got, want)
		}
	}
	f(http.StatusUnauthorized)
	f(http.StatusUnauthorized, "Authorization", "Bearer wrong")
	f(http.StatusUnauthorized, "Authorization", "the-token")
	f(http.StatusUnauthorized, "Authorization", "Bearer ")
	f(http.StatusUnauthorized, "Cookie", "cordwood-4711=the-token")
	f(http.StatusOK, "Authorization", "Bearer the-token")
}

func TestGuardRefusesForeignOrigins(t *testing.T) {
	g := testGuard(t)
	f := func(want int, headers ...string) {
		t.Helper()
		headers = append(headers, "Authorization", "Bearer the-token")
		if got := ask(g, "127.0.0.1:"+testPort, "/", headers...).Code; got != want {
			t.Errorf("%q: %d, want %d", headers, got, want)
		}
	}
	f(http.StatusOK, "Origin", "http://127.0.0.1:4711", "Sec-Fetch-Site", "same-origin")
	f(http.StatusOK, "Sec-Fetch-Site", "none")
	f(http.StatusForbidden, "Origin", "null")
	f(http.StatusForbidden, "Origin", "http://127.0.0.1:4712")
	f(http.StatusForbidden, "Origin", "https://127.0.0.1:4711")
	f(http.StatusForbidden, "Origin", "http://u@127.0.0.1:4711")
	f(http.StatusForbidden, "Origin", "http://evil.example")
	f(http.StatusForbidden, "Sec-Fetch-Site", "cross-site")
	f(http.StatusForbidden, "Sec-Fetch-Site", "same-site")
}

func TestInvitationIsGoodOnce(t *testing.T) {
	g := testGuard(t)
	host := "127.0.0.1:" + testPort
	target := "/?token=" + g.invite()
	first := ask(g, host, target)
	if first.Code != http.StatusSeeOther || first.Header().Get("Location") != "/" {
		t.Fatalf("first use: %d %q", first.Code, first.Header().Get("Location"))
	}
	cookie := first.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode {
		t.Errorf("cookie %v is not HttpOnly and strict", cookie)
	}
	if second := ask(g, host, target); second.Code != http.StatusUnauthorized {
		t.Errorf("second use: %d", second.Code)
	}
	if in := ask(g, host, "/", "Cookie", cookie.Name+"="+cookie.Value); in.Code != http.StatusOK {
		t.Errorf("with the cookie: %d", in.Code)
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	w := ask(secureHeaders(testGuard(t)), "evil.example", "/")
	for name, part := range map[string]string{
		"Content-Security-Policy": "require-trusted-types-for 'script'", "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if !strings.Contains(w.Header().Get(name), part) {
			t.Errorf("%s is %q, want %q in it", name, w.Header().Get(name), part)
		}
	}
	if w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("there is a CORS header")
	}
}
