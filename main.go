//go:build !bindings

// Cordwood reads, follows and explains a server's logs. This file embeds the
// frontend and hands over.
package main

import (
	"embed"
	"io/fs"
	"os"

	"cordwood/app/cli"
)

//go:embed all:frontend/dist
var dist embed.FS

func main() {
	assets, err := fs.Sub(dist, "frontend/dist")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	os.Exit(cli.Main(assets, os.Args[1:]))
}
