package cli

// Help is printed below the flags of a command. Commands that have more to say
// than examples say it beside their code.

const rulesExamples = `Level, copies and cleaning of each family, and what the cleaning would remove. Nothing is changed without "rules set" and --yes.

Examples:
  cordwood rules /var/log/suite
  cordwood rules /var/log/suite --json
  cordwood rules set /var/log/suite --family database --level DEBUG --yes
  cordwood rules rotate /var/log/suite database`

func (rulesCmd) Help() string     { return rulesExamples }
func (rulesShowCmd) Help() string { return rulesExamples }

const holdExamples = `Deleted files are held for seven days below the logs' own folder, in .cordwood-held. The id of each is in the list.

Examples:
  cordwood hold /var/log/suite
  cordwood hold undo /var/log/suite 01KB0C3GZ3Q7R9S2T4V6W8X0Y1
  cordwood hold purge /var/log/suite 01KB0C3GZ3Q7R9S2T4V6W8X0Y1 --yes`

func (holdCmd) Help() string     { return holdExamples }
func (holdListCmd) Help() string { return holdExamples }

func (holdUndoCmd) Help() string {
	return `Puts the files of one deletion back where they were. A name that is taken meanwhile is kept: the file comes back beside it.

Examples:
  cordwood hold undo /var/log/suite 01KB0C3GZ3Q7R9S2T4V6W8X0Y1`
}

func (holdPurgeCmd) Help() string {
	return `Removes the files of one deletion for good, and frees their space.

Examples:
  cordwood hold purge /var/log/suite 01KB0C3GZ3Q7R9S2T4V6W8X0Y1 --yes`
}

const auditExamples = `Examples:
  cordwood audit /var/log/suite --action delete
  cordwood audit /var/log/suite module:campaign --json`

func (auditCmd) Help() string {
	return auditExamples + `
  cordwood audit import /var/log/suite exported.csv`
}

func (auditListCmd) Help() string { return auditExamples }

func (auditImportCmd) Help() string {
	return `The field of each column is proposed from the header and the values, told on standard error, and remembered for tables with the same
header. Rows that are there already are counted, not doubled. --json prints one value: taken, doubled, and each row that could not be read.

Examples:
  cordwood audit import /var/log/suite exported.csv
  cordwood audit import /var/log/suite exported.tsv --columns time,account,-,action,target --json`
}

const trailExamples = `Examples:
  cordwood trail
  cordwood trail -n 500 --json
  cordwood trail verify`

func (trailCmd) Help() string     { return trailExamples }
func (trailListCmd) Help() string { return trailExamples }

func (trailVerifyCmd) Help() string {
	return `The exit code is the verdict.

Examples:
  cordwood trail verify
  cordwood trail verify --json`
}

const sourcesExamples = `Examples:
  cordwood sources
  cordwood sources --json
  cordwood sources forget /var/log/suite`

func (sourcesCmd) Help() string     { return sourcesExamples }
func (sourcesListCmd) Help() string { return sourcesExamples }

func (sourcesForgetCmd) Help() string {
	return `Removes the records that were stored of a source and what the cache keeps of it. Its log files are not touched; notes stay.

Examples:
  cordwood sources forget /var/log/suite
  cordwood sources forget customer-bundle.tar.gz`
}

const cacheExamples = `Examples:
  cordwood cache
  cordwood cache ls --json
  cordwood cache clean`

func (cacheCmd) Help() string     { return cacheExamples }
func (cacheListCmd) Help() string { return cacheExamples }

func (cacheCleanCmd) Help() string {
	return `What is removed is made again when it is needed, which takes one reading of each log.

Examples:
  cordwood cache clean`
}

func (windowCmd) Help() string {
	return `Where no window can be opened, the same screens are served in the browser, and the address is printed. A second start brings the first to
the front.

Examples:
  cordwood
  cordwood /var/log/suite
  cordwood window --sample`
}

func (versionCmd) Help() string {
	return `Examples:
  cordwood version`
}
