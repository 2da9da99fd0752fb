package parse

// builtIn are the formats that data cannot say.
func builtIn() []*format {
	fixed := func(r reader) func([][]byte) reader { return func([][]byte) reader { return r } }
	return []*format{
		{name: "docker", rank: 95, share: 0.9, bind: bindContainer(peelDocker)},
		{name: "cri", rank: 94, share: 0.9, bind: bindContainer(peelCRI)},
		{name: "json", rank: 90, share: 0.3, bind: fixed(jsonLines{})},
		{name: "access", rank: 85, share: 0.3, bind: fixed(accessLog{})},
		{name: "xml", rank: 84, share: 0.02, bind: fixed(xmlEvents{})},
		{name: "w3c", rank: 84, share: 0.3, bind: bindW3C},
		{name: "syslog", rank: 70, share: 0.3, bind: fixed(syslogLines{})},
		{name: "logfmt", rank: 60, share: 0.6, bind: fixed(logfmt{})},
		{name: "plain", rank: 0, share: 1, bind: fixed(plain{})},
	}
}
