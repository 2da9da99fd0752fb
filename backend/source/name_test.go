package source

import "testing"

func TestParseName(t *testing.T) {
	const none = ""
	f := func(path, folder, stem, ext, date string, index int, order Order) {
		t.Helper()
		n := ParseName(path)
		got := none
		if !n.Date.IsZero() {
			got = n.Date.Format("2006-01-02T15:04:05.999")
		}
		if date != none && len(date) < 19 {
			date += "0000-00-00T00:00:00"[len(date):]
		}
		if n.Folder != folder || n.Stem != stem || n.Ext != ext || got != date || n.Index != index || n.Order != order {
			t.Errorf("%s: folder %q stem %q ext %q date %s index %d order %d", path, n.Folder, n.Stem, n.Ext, got, n.Index, n.Order)
		}
	}

	// live files
	f("app.log", "", "app", ".log", none, 0, Unnumbered)
	f("access_log", "", "access_log", "", none, 0, Unnumbered)
	f("catalina.out", "", "catalina", ".out", none, 0, Unnumbered)
	f("node-1.log", "", "node-1", ".log", none, 0, Unnumbered)
	f("host.example.com", "", "host.example", ".com", none, 0, Unnumbered)
	f("sub/app.log", "sub", "app", ".log", none, 0, Unnumbered)
	f("7f3a-json.log", "", "7f3a-json", ".log", none, 0, Unnumbered)

	// logrotate, log4j 1, Python RotatingFileHandler, Docker
	f("app.log.1", "", "app", ".log", none, 1, Falling)
	f("app.log.2.gz", "", "app", ".log", none, 2, Falling)
	f("messages.1", "", "messages", "", none, 1, Falling)
	f("queue_log.10", "", "queue_log", "", none, 10, Falling)
	f("my.service.log.3", "", "my.service", ".log", none, 3, Falling)
	f("7f3a-json.log.1", "", "7f3a-json", ".log", none, 1, Falling)

	// logrotate dateext, hourly, seconds, with extension
	f("app.log-20261122", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("app.log-20261122.gz", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("messages-20261122", "", "messages", "", "2026-11-22", 0, Unnumbered)
	f("app.log-2026112216", "", "app", ".log", "2026-11-22T16", 0, Unnumbered)
	f("app.log-1700000000", "", "app", ".log", "2023-11-14T22:13:20", 0, Unnumbered)
	f("app.log-20231114-1700000000.gz", "", "app", ".log", "2023-11-14T22:13:20", 0, Unnumbered)
	f("app-2023-11-14-1700000000.log.gz", "", "app", ".log", "2023-11-14T22:13:20", 0, Unnumbered)
	f("app-1700000000.log", "", "app", ".log", "2023-11-14T22:13:20", 0, Unnumbered)
	f("app-20261122.log", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("app.log-20261122.1", "", "app", ".log", "2026-11-22", 1, Rising)

	// logback
	f("app.2026-11-22.log", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("app.2026-11-22.log.zip", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("app-2026-11-22.0.log.gz", "", "app", ".log", "2026-11-22", 0, Rising)
	f("app-2026-11-22.12.log.gz", "", "app", ".log", "2026-11-22", 12, Rising)
	f("app-2026-11-22_16.3.log", "", "app", ".log", "2026-11-22T16", 3, Rising)
	f("app-2026-11-22_16.log", "", "app", ".log", "2026-11-22T16", 0, Unnumbered)
	f("2026/11/app.2026-11-22.log", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("app.1.log.zip", "", "app", ".log", none, 1, Falling)
	f("app.log.2026-11-22.0.gz", "", "app", ".log", "2026-11-22", 0, Rising)

	// log4j2
	f("logs/2026-11/app-2026-11-22-1.log.gz", "logs", "app", ".log", "2026-11-22", 1, Rising)
	f("logs/2026-11/app-11-22-2026-7.log.gz", "logs", "app", ".log", "2026-11-22", 7, Rising)

	// log4j 1, Tomcat JULI, WildFly, Python TimedRotatingFileHandler
	f("app.log.2026-11-22", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("catalina.2026-11-22.log", "", "catalina", ".log", "2026-11-22", 0, Unnumbered)
	f("localhost_access_log.2026-11-22.txt", "", "localhost_access_log", ".txt", "2026-11-22", 0, Unnumbered)
	f("server.log.2016-12-19-16", "", "server", ".log", "2016-12-19T16", 0, Unnumbered)
	f("app.log.2026-11-22_10-11", "", "app", ".log", "2026-11-22T10:11", 0, Unnumbered)
	f("app.log.2026-11-22_10-11-12", "", "app", ".log", "2026-11-22T10:11:12", 0, Unnumbered)

	// lumberjack, timberjack
	f("app-2026-11-22T10-11-12.345.log", "", "app", ".log", "2026-11-22T10:11:12.345", 0, Unnumbered)
	f("app-2026-11-22T10-11-12.345.log.gz", "", "app", ".log", "2026-11-22T10:11:12.345", 0, Unnumbered)
	f("app-2026-11-22T10-11-12.345-size.log.gz", "", "app", ".log", "2026-11-22T10:11:12.345", 0, Unnumbered)

	// Serilog, IIS
	f("log20261122.txt", "", "log", ".txt", "2026-11-22", 0, Unnumbered)
	f("log20261122_001.txt", "", "log", ".txt", "2026-11-22", 1, Rising)
	f("log-20261122.txt", "", "log", ".txt", "2026-11-22", 0, Unnumbered)
	f("W3SVC1/u_ex261122.log", "W3SVC1", "u_ex", ".log", "2026-11-22", 0, Unnumbered)
	f("W3SVC1/u_ex26112216_x.log", "W3SVC1", "u_ex", ".log", "2026-11-22T16", 0, Unnumbered)
	f("HTTPERR/httperr12.log", "HTTPERR", "httperr", ".log", none, 12, Rising)

	// rotatelogs, PostgreSQL, Kubernetes
	f("access.2026.11.22", "", "access", "", "2026-11-22", 0, Unnumbered)
	f("access_log.1700000000", "", "access_log", "", "2023-11-14T22:13:20", 0, Unnumbered)
	f("postgresql-2026-11-22_101112.log", "", "postgresql", ".log", "2026-11-22T10:11:12", 0, Unnumbered)
	f("postgresql-2026-11-22_101112.csv", "", "postgresql", ".csv", "2026-11-22T10:11:12", 0, Unnumbered)
	f("pod/0.log.20261122-101112.gz", "pod", "0", ".log", "2026-11-22T10:11:12", 0, Unnumbered)
	f("pod/0.log", "pod", "0", ".log", none, 0, Unnumbered)
	f("pod/coredns-previous.log", "pod", "coredns", ".log", none, 1, Falling)

	// our own
	f("application-2026-11-22.log.gz", "", "application", ".log", "2026-11-22", 0, Unnumbered)
	f("application-2026-11-22-2.log.gz", "", "application", ".log", "2026-11-22", 2, Rising)
	f("access_log-2026-11-22.log.gz", "", "access_log", ".log", "2026-11-22", 0, Unnumbered)

	// what only looks like a date stays part of the name
	f("app-2026-13-45.log", "", "app-2026-13-45", ".log", none, 0, Unnumbered)
	f("build-20269999.log", "", "build-20269999", ".log", none, 0, Unnumbered)

	// date folders and other folders
	f("2026/11/22/app.log", "", "app", ".log", "2026-11-22", 0, Unnumbered)
	f("tenant/11/app.log", "tenant/11", "app", ".log", none, 0, Unnumbered)
	f(`var\log\app.log.1`, "var/log", "app", ".log", none, 1, Falling)
	f("..log", "", "..log", "", none, 0, Unnumbered)
	f(".gz", "", ".gz", "", none, 0, Unnumbered)
}

func TestTrunk(t *testing.T) {
	for path, want := range map[string]string{
		"application.log": "application.log", "application-2026-11-22.log.gz": "application.log", "application-2026-11-22-2.LOG": "application.log",
		"suite/logs/app.log.3.gz": "suite/logs/app.log", "logs/2026/11/app.log": "logs/app.log", "access_log": "access_log", `logs\app.log.1`: "logs/app.log",
	} {
		if got := Trunk(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	c := Charsets{All: "gbk", Of: map[string]string{"email.log": "big5"}}
	for path, want := range map[string]string{"email.log.2.gz": "big5", "email.log": "big5", "sub/email.log": "gbk", "application.log": "gbk"} {
		if got := c.For(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
