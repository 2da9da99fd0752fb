package ingest

import (
	"encoding/json"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"cordwood/backend/event"
	"cordwood/backend/store"
)

// What a column is called: by our library, by the combined format, by W3C (IIS),
// nginx's own variables, Caddy and Traefik.
var (
	accessAccount = []string{"account", "cs-username", "remote_user", "user_id", "username", "user", "ClientUsername"}
	accessMethod  = []string{"method", "cs-method", "request.method", "request_method", "RequestMethod", "http_method"}
	accessPath    = []string{"path", "cs-uri-stem", "request.uri", "request_uri", "RequestPath", "uri", "url"}
	accessStatus  = []string{"status", "sc-status", "status_code", "DownstreamStatus"}
	accessIP      = []string{"ip", "c-ip", "request.client_ip", "request.remote_ip", "remote_addr", "client_ip", "clientip", "remote_ip", "ClientHost"}
	accessHost    = []string{"host", "vhost", "cs-host", "request.host", "http_host", "RequestHost"}
	accessAgent   = []string{"agent", "cs(User-Agent)", "http_user_agent", "user_agent", "request.headers.User-Agent", "request_User-Agent"}
	accessMS      = []string{"ms", "time-taken", "duration_ms", "elapsed_ms"}
	accessSeconds = []string{"duration", "request_time"}
	accessBytes   = []string{"bytes", "sc-bytes", "size", "body_bytes_sent", "DownstreamContentSize"}
	accessSession = []string{"session", "session_id"}
	accessRequest = []string{"request_id", "requestid", "trace_id"}
	accessCompany = []string{"company", "tenant"}
)

// visit makes a record of an entry; false when the entry is none.
func visit(e *event.Event, raw []byte) (store.AccessEvent, bool) {
	v := store.AccessEvent{
		Time: e.Time, TimeText: e.TimeText, Raw: string(raw),
		Kind: first(e, []string{"kind"}), Account: first(e, accessAccount), Host: first(e, accessHost),
		Method: first(e, accessMethod), Path: withQuery(e), Page: first(e, []string{"page"}), Result: first(e, []string{"result"}),
		IP: address(first(e, accessIP)), Agent: text(first(e, accessAgent)), Session: first(e, accessSession), RequestID: first(e, accessRequest),
		Status: number(first(e, accessStatus)), MS: millis(e), Bytes: number(first(e, accessBytes)),
	}
	v.Recorded = store.Recorded{
		Scope: first(e, []string{"scope"}), Name: first(e, []string{"name"}), Company: first(e, accessCompany),
		Memo: first(e, []string{"memo"}), Place: first(e, []string{"place"}),
	}
	if v.Path == "" && v.IP == "" && v.Account == "" {
		return v, false
	}
	if v.Kind == "" {
		v.Kind = kindOfVisit(&v)
	}
	if v.Result == "" {
		v.Result = resultOf(v.Status)
	}
	v.Restore()
	return v, true
}

// withQuery is the path with the query that W3C writes apart.
func withQuery(e *event.Event) string {
	path := first(e, accessPath)
	if q := first(e, []string{"cs-uri-query"}); q != "" && path != "" {
		return path + "?" + q
	}
	return path
}

// kindOfVisit names what is certain from a plain access line, and calls all
// else a visit: a login page that answers 200 may have said no.
func kindOfVisit(v *store.AccessEvent) string {
	path, _, _ := strings.Cut(strings.ToLower(v.Path), "?")
	path = strings.TrimRight(path, "/")
	page := path[strings.LastIndexByte(path, '/')+1:]
	page, _, _ = strings.Cut(page, ".")
	switch page {
	case "login", "signin", "sign-in", "logon":
		if v.Status == 401 || v.Status == 403 {
			return "refused"
		}
		if v.Method == "POST" && v.Account != "" && v.Status >= 200 && v.Status < 400 {
			return "sign-in"
		}
	case "logout", "signout", "sign-out", "logoff":
		if v.Status >= 200 && v.Status < 400 {
			return "sign-out"
		}
	}
	return "visit"
}

func resultOf(status int64) string {
	switch {
	case status == 401 || status == 403:
		return "refused"
	case status >= 400:
		return "failed"
	case status >= 100:
		return "ok"
	}
	return ""
}

// number reads a whole number, rounding a written fraction.
func number(s string) int64 {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n >= 0 {
		return n
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 0 && f < 1<<53 {
		return int64(math.Round(f))
	}
	return store.Unknown
}

// millis is the duration; some servers write it in seconds.
func millis(e *event.Event) int64 {
	if s := first(e, accessMS); s != "" {
		return number(s)
	}
	if f, err := strconv.ParseFloat(first(e, accessSeconds), 64); err == nil && f >= 0 && f < 1e9 {
		return int64(math.Round(f * 1000))
	}
	return store.Unknown
}

// address drops a port and the brackets around an IPv6 address.
func address(s string) string {
	if _, err := netip.ParseAddr(s); err == nil {
		return s
	}
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().String()
	}
	return strings.Trim(s, "[]")
}

// text is the first string of a JSON list, as Caddy writes headers.
func text(s string) string {
	if strings.HasPrefix(s, "[") {
		var list []string
		if json.Unmarshal([]byte(s), &list) == nil && len(list) > 0 {
			return list[0]
		}
	}
	return s
}
