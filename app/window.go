package app

// window is what the native shell can do for us; nil in the browser face.
type window interface {
	pickFolder() (string, error)
	pickBundle() (string, error)
	pickTable() (string, error)
	saveAs(name string) (string, error)
}
