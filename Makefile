# `make help` lists what there is. Two commands matter: make run, make test.
SHELL := /bin/bash
.DELETE_ON_ERROR:
export GOTOOLCHAIN ?= auto
export GOFLAGS ?= -buildvcs=false

BIN      := build/bin
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  := -s -w -X cordwood/app/cli.Version=$(VERSION)
WINTAGS  := desktop,production,webkit2_41
GOSRC    := $(shell find app backend main.go -name '*.go' -o -name '*.sql' -o -name '*.json' 2>/dev/null) go.mod go.sum
WEBSRC   := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -type f -print 2>/dev/null)
PACKAGES := ./app/... ./backend/... ./build/... .
# SQLite is C in Go's clothes: watched for races it is six times slower, and the races looked for are ours.
RACE     := -race -gcflags='modernc.org/...=-race=false'
# Rooms that start no goroutine, and the tests of theirs that share what they make among some: only these have anything to race, and
# watched the others are ten times as slow. Both are held by backend/alone_test.go. The sample's goroutines are serverlog's, watched there and in TestLive.
ALONE    := decode gram inflate marks match parse query sample
TOGETHER := Shared|Together|MatchRE2|ManyPlaces|Live|SameSeed
# Tests without the detector, of the very packages that make build compiles: nothing is compiled twice.
PLAIN    := CGO_ENABLED=0 go test -trimpath -vet=off
# A process of theirs would sleep for a second at its end.
WATCHED  := GORACE=atexit_sleep_ms=100 go test -vet=off $(RACE)

# Pinned, and no part of go.mod: only `make check` builds them, once (about five minutes of one core).
GOFUMPT  := mvdan.cc/gofumpt@v0.12.0
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: help run build window test test-go test-web test-browser test-window check bench bench-start bench-share soak fuzz conformance checklist screenshots package clean need-build need-test need-package need-bench

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: need-build build ## build, and open the sample server in a window (LOGS=/path opens that; without a display: in the browser)
	@$(BIN)/cordwood window $(if $(LOGS),"$(LOGS)",--sample)

build: $(BIN)/cordwood window ## the program, and its window where GTK and WebKit are there

need-build:
	@build/need.sh build

need-test:
	@build/need.sh build test

need-package:
	@build/need.sh build package

need-bench:
	@build/need.sh bench

frontend/node_modules/.installed: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/index.html: frontend/node_modules/.installed $(WEBSRC)
	cd frontend && npm run --silent build

$(BIN)/cordwood: $(GOSRC) frontend/dist/index.html
	CGO_ENABLED=0 go build -trimpath -ldflags "$(LDFLAGS)" -o $@ .

# The window needs GTK and WebKit; without them the browser face remains.
window: $(GOSRC) frontend/dist/index.html
	@if pkg-config --exists webkit2gtk-4.1 2>/dev/null; then $(MAKE) --no-print-directory $(BIN)/cordwood-window; \
	else echo "No webkit2gtk-4.1 here: the window is not built; cordwood opens in the browser."; fi

$(BIN)/cordwood-window: $(GOSRC) frontend/dist/index.html
	go build -tags $(WINTAGS) -trimpath -ldflags "$(LDFLAGS)" -o $@ .

$(BIN)/cordwood-probe: $(GOSRC) frontend/dist/index.html
	go build -tags $(WINTAGS),probe -trimpath -ldflags "$(LDFLAGS)" -o $@ .

test: need-test test-go test-web checklist test-browser test-window ## everything: vet, race, types, units, the checklist, Chromium, WebKit, the window

test-go:
	go vet $(PACKAGES)
	$(PLAIN) $(ALONE:%=./backend/%) ./backend/search
	$(PLAIN) -run 'Real|Kafka|Grep|Hostile|Fast|Logrotate' ./app
	$(WATCHED) -run '$(TOGETHER)' ./backend/parse ./backend/query ./backend/sample
	rooms=$$(go list $(PACKAGES)) && $(WATCHED) $$(grep -vxE 'cordwood/backend/($(subst $() ,|,$(ALONE)))' <<<"$$rooms")

test-web: frontend/node_modules/.installed
	cd frontend && npm run --silent check && npm run --silent test

test-browser: $(BIN)/cordwood
	cd frontend && npm run --silent e2e

# The same rows in Chromium, WebKitGTK and the real window; hostile texts in WebKitGTK (in Chromium: test-browser).
test-window: $(BIN)/cordwood
	@if pkg-config --exists webkit2gtk-4.1 2>/dev/null; then $(MAKE) --no-print-directory $(BIN)/cordwood-probe || exit 1; window=; \
	else echo "SKIP the window: no webkit2gtk-4.1 here"; window=--no-window; fi; \
	cd frontend && xvfb-run -a -s "-screen 0 1440x900x24" dbus-run-session -- sh -c "node e2e/samerows.mjs $$window && node e2e/hostilewebkit.mjs"

check: frontend/node_modules/.installed ## formatters and linters
	@changed=$$(go run $(GOFUMPT) -l app backend build *.go) || exit 1; test -z "$$changed" || { echo "gofumpt would change:"; echo "$$changed"; exit 1; }
	go vet $(PACKAGES)
	go run $(GOLANGCI) run $(PACKAGES)
	cd frontend && npm run --silent lint

bench: need-bench $(BIN)/cordwood ## figures, beside ripgrep and lnav in the same run (1 GB of logs is made once)
	@go run ./build/bench -bin $(BIN)/cordwood -data $(BIN)/bench

bench-start: $(BIN)/cordwood $(BIN)/cordwood-probe ## from the start of the window to rows on screen, and its memory
	cd frontend && xvfb-run -a -s "-screen 0 1440x900x24" dbus-run-session -- node e2e/start.mjs

bench-share: $(BIN)/cordwood ## the page while the server behind a share is stopped (needs root, sshfs, openssh-sftp-server)
	cd frontend && node e2e/stall.mjs

soak: ## the long tests, whole, and each property on twenty times as many inputs
	CORDWOOD_SOAK=1 RAPID_CHECKS=2000 go test -count=1 -timeout 80m $(PACKAGES)

# A target that fails has left its input in testdata/fuzz, and the next one runs.
FUZZTIME ?= 2m
fuzz: ## every fuzz target for FUZZTIME of one core, 2m unless told (FUZZ=PATTERN runs those whose "package name" it matches)
	@list=$$(go test -list '^Fuzz' $(PACKAGES)) || { echo "$$list"; exit 1; }; failed=; \
	while read -r package target; do \
		echo "== $$package $$target"; \
		go test "$$package" -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -parallel 1 </dev/null || failed="$$failed $$package.$$target"; \
	done < <(awk '/^Fuzz/ { names[++n] = $$1 } $$1 == "ok" { for (i = 1; i <= n; i++) print $$2, names[i]; n = 0 }' <<<"$$list" | grep -E '$(FUZZ)'); \
	test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

conformance: ## share of events whose time, level and grouping agree with the oracles of ../shared/data
	go test ./backend/parse -run Conformance -v -count=1

checklist: need-test $(BIN)/cordwood ## each verb and fact of docs/checklist.md against the built program
	CORDWOOD_CHECKLIST=1 $(PLAIN) ./app/checklist -run Checklist -v -count=1

screenshots: need-test $(BIN)/cordwood ## pictures of the desks, both themes, into pictures/
	cd frontend && node e2e/pictures.mjs

package: need-package build ## deb, Windows exe and installer, tar.gz into build/bin
	build/package.sh "$(VERSION)"

clean: ## what was built
	rm -rf $(BIN) frontend/node_modules
	find frontend/dist -mindepth 1 ! -name placeholder.html -delete
