package app

import (
	"net/http"
	"strconv"

	"cordwood/backend/fault"
)

// maxPage is the most rows of one answer: with list texts cut at 2,000
// characters a page stays far under the 256 KB that a window takes well.
const maxPage = 256

// Handler serves both faces: the frontend's files, the calls, the ticks, and
// every route under /data/. Nothing here changes state but the calls.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, handler := range a.routes() {
		mux.Handle(pattern, handler)
	}
	return mux
}

// routes is the one table of all routes.
func (a *App) routes() map[string]http.Handler {
	routes := map[string]http.Handler{
		"GET /":               http.FileServerFS(a.assets),
		"POST /call/":         newCalls(a.Bound()),
		"GET /events":         http.HandlerFunc(a.events),
		"GET /data/rows":      a.answerRoute(rowsOf),
		"GET /data/entry":     a.answerRoute(entryOf),
		"GET /data/histogram": a.answerRoute(histogramOf),
		"GET /data/access":    a.answerRoute(accessOf),
		"GET /data/audit":     a.answerRoute(auditOf),
		"GET /data/download":  http.HandlerFunc(a.download),
	}
	a.probeRoutes(routes)
	return routes
}

// answerRoute finds the answer named by h and writes what f makes of it.
func (a *App) answerRoute(f func(r *http.Request, ans *answer) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ans, err := a.answers.get(r.FormValue("h"))
		if err != nil {
			writeProblem(w, err)
			return
		}
		ctx, cancel := ans.either(r.Context())
		defer cancel()
		v, err := f(r.WithContext(ctx), ans)
		if err != nil {
			writeProblem(w, err)
			return
		}
		writeJSON(w, v)
	})
}

func rowsOf(r *http.Request, ans *answer) (any, error) {
	if ans.log == nil {
		return nil, wrongAnswer(ans.handle)
	}
	from, n, err := pageOf(r, ans.log.State().Start)
	if err != nil {
		return nil, err
	}
	rows, err := ans.log.Rows(r.Context(), from, n)
	if err != nil {
		return nil, err
	}
	return logPage(ans, from, rows), nil
}

func entryOf(r *http.Request, ans *answer) (any, error) {
	if ans.log == nil {
		return nil, wrongAnswer(ans.handle)
	}
	pos, err := number(r, "pos", 0)
	if err != nil {
		return nil, err
	}
	return ans.entry(r.Context(), pos)
}

func histogramOf(r *http.Request, ans *answer) (any, error) {
	buckets, err := number(r, "buckets", 120)
	if err != nil {
		return nil, err
	}
	return ans.histogram(r.Context(), int(min(max(buckets, 1), 1000)))
}

func accessOf(r *http.Request, ans *answer) (any, error) {
	if ans.access == nil {
		return nil, wrongAnswer(ans.handle)
	}
	from, n, err := pageOf(r, 0)
	if err != nil {
		return nil, err
	}
	rows, err := ans.access.Page(r.Context(), from, n)
	if err != nil {
		return nil, err
	}
	total, err := ans.access.Count(r.Context())
	return accessPage(ans, from, rows, total), err
}

func auditOf(r *http.Request, ans *answer) (any, error) {
	if ans.audit == nil {
		return nil, wrongAnswer(ans.handle)
	}
	from, n, err := pageOf(r, 0)
	if err != nil {
		return nil, err
	}
	rows, err := ans.audit.Page(r.Context(), from, n)
	if err != nil {
		return nil, err
	}
	total, err := ans.audit.Count(r.Context())
	return auditPage(ans, from, rows, total), err
}

// pageOf reads from and n; n is held to maxPage.
func pageOf(r *http.Request, first int64) (from int64, n int, err error) {
	if from, err = number(r, "from", first); err != nil {
		return 0, 0, err
	}
	count, err := number(r, "n", maxPage)
	return from, int(min(max(count, 0), maxPage)), err
}

func number(r *http.Request, name string, otherwise int64) (int64, error) {
	s := r.FormValue(name)
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New("read "+name, fault.Invalid, s, "give a number of 0 or more", err)
	}
	return n, nil
}
