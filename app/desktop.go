//go:build desktop || bindings

package app

import (
	"context"
	"fmt"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"cordwood/backend/fault"
)

// HasWindow reports whether this build can open a window.
const HasWindow = true

// Run opens the window and returns when it is closed. A display that does not
// answer is an error, not a crash: GTK's refusal arrives as a panic.
func (a *App) Run(title string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = displayFault(r)
		}
	}()
	// Blank windows on NVIDIA come from this renderer (wails issue 2977); a
	// person who set the variable knows better.
	if _, set := os.LookupEnv("WEBKIT_DISABLE_DMABUF_RENDERER"); !set {
		_ = os.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
	}
	return wails.Run(&options.App{
		Title: title, Width: 1440, Height: 900, MinWidth: 960, MinHeight: 600,
		AssetServer: &assetserver.Options{
			Assets:     a.assets,
			Handler:    a.Handler(),
			Middleware: secureHeaders,
		},
		Bind:           a.Bound(),
		OnStartup:      a.startWindow,
		ErrorFormatter: func(err error) any { return problem(err) },
		DragAndDrop:    &options.DragAndDrop{EnableFileDrop: true},
		Linux:          &linux.Options{ProgramName: "cordwood", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Windows:        &windows.Options{},
	})
}

func (a *App) startWindow(ctx context.Context) {
	w := wailsWindow{ctx}
	a.window = w
	a.claim.shownBy(func() string { w.front(); return "" })
	go a.probe(w)
	ticks, cancel := a.hub.subscribe()
	go func() {
		defer cancel()
		for {
			select {
			case <-ctx.Done():
				return
			case t := <-ticks:
				runtime.EventsEmit(ctx, "tick", t)
			}
		}
	}()
}

type wailsWindow struct{ ctx context.Context }

func (w wailsWindow) pickFolder(words PickWords) (string, error) {
	return runtime.OpenDirectoryDialog(w.ctx, runtime.OpenDialogOptions{Title: words.Title})
}

func (w wailsWindow) pickBundle(words PickWords) (string, error) {
	return runtime.OpenFileDialog(w.ctx, runtime.OpenDialogOptions{Title: words.Title})
}

func (w wailsWindow) pickTable(words PickWords) (string, error) {
	return runtime.OpenFileDialog(w.ctx, runtime.OpenDialogOptions{
		Title: words.Title,
		Filters: []runtime.FileFilter{
			{DisplayName: words.Tables, Pattern: "*.csv;*.tsv;*.txt"},
			{DisplayName: words.All, Pattern: "*"},
		},
	})
}

func (w wailsWindow) saveAs(name string) (string, error) {
	return runtime.SaveFileDialog(w.ctx, runtime.SaveDialogOptions{DefaultFilename: name})
}

func (w wailsWindow) front() {
	runtime.WindowUnminimise(w.ctx)
	runtime.WindowShow(w.ctx)
}

func displayFault(cause any) error {
	return fault.New("open the window", fault.Unsupported, "", "no display answers; use cordwood serve", fmt.Errorf("%v", cause))
}
