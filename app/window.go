package app

// window is what the native shell can do for us; nil in the browser face.
type window interface {
	pickFolder(words PickWords) (string, error)
	pickBundle(words PickWords) (string, error)
	pickTable(words PickWords) (string, error)
	saveAs(name string) (string, error)
}
