// Generated from app/wire.go by its test. Do not edit: go test ./app -run WireTypes -update

export interface AccessDetail {
  row: AccessRow;
  raw: string;
  file: string;
  line: number;
  precision: string;
  attribution: string;
  fromIp: Count[];
  ofAccount: Count[];
  notes: Note[];
}

export interface AccessGroup {
  value: string;
  name: string;
  company: string;
  place: string;
  placeOrigin: string;
  country: string;
  count: number;
  refused: number;
  accounts: number;
  ips: number;
  first: number | null;
  last: number | null;
}

export interface AccessGroups {
  groups: AccessGroup[];
  all: number;
}

export interface AccessPage {
  handle: string;
  from: number;
  total: number;
  rows: AccessRow[];
}

export interface AccessRow {
  id: string;
  time: number | null;
  timeText: string;
  kind: string;
  scope: string;
  account: string;
  name: string;
  company: string;
  companyOrigin: string;
  memo: string;
  memoOrigin: string;
  method: string;
  path: string;
  page: string;
  status: number;
  result: string;
  ip: string;
  place: string;
  placeOrigin: string;
  country: string;
  agent: string;
  ms: number | null;
  bytes: number | null;
  session: string;
  request: string;
  marks: ColumnMarks[];
}

export interface AuditDetail {
  row: AuditRow;
  changes: Change[];
  before: string;
  after: string;
  raw: string;
  file: string;
  line: number;
  session: string;
  correlation: string;
  history: HistoryItem[];
  visits: number;
  lines: number;
}

export interface AuditPage {
  handle: string;
  from: number;
  total: number;
  rows: AuditRow[];
}

export interface AuditRow {
  id: string;
  time: number | null;
  timeText: string;
  action: string;
  verb: string;
  account: string;
  name: string;
  role: string;
  company: string;
  module: string;
  type: string;
  targetId: string;
  target: string;
  changed: number;
  ip: string;
  place: string;
  placeOrigin: string;
  country: string;
  outcome: string;
  reason: string;
  origin: string;
  own: OwnAct | null;
  marks: ColumnMarks[];
}

export interface Break {
  pos: number;
  file: string;
  line: number;
  text: Said;
}

export interface Bucket {
  at: number;
  counts: number[];
}

export interface Change {
  path: string;
  label: string;
  kind: string;
  before: string;
  after: string;
  removed: string[];
  added: string[];
  list: boolean;
  masked: boolean;
  note: string;
}

export interface CleanedFile {
  at: number | null;
  path: string;
  bytes: number;
  by: string;
  why: Said;
  outcome: string;
  failed: Said;
  holdId: string;
  archived: string;
}

export interface CleaningRun {
  at: number;
  files: number;
  bytes: number;
}

export interface ColumnMarks {
  column: string;
  spans: Span[];
}

export interface CopyRow {
  id: string;
  path: string;
  bytes: number;
  decoded: number;
  lines: number;
  first: number | null;
  last: number | null;
  errors: number;
  warns: number;
  modified: number;
  compression: string;
  charset: string;
  live: boolean;
  format: string;
  problem: Said;
}

export interface Count {
  text: string;
  count: number;
}

export interface DeleteItem {
  id: string;
  path: string;
  family: string;
  bytes: number;
  lines: number;
  first: number | null;
  last: number | null;
  refused: Said;
  rotatable: boolean;
}

export type DeleteMode = 'hold' | 'purge';

export interface DeletePlan {
  id: string;
  items: DeleteItem[];
  bytes: number;
  files: number;
  purgedOn: number;
  remains: Remains[];
}

export interface DeleteResult {
  holdId: string;
  done: number;
  bytes: number;
  failed: Notice[];
}

export interface Download {
  id: string;
  name: string;
  bytes: number;
}

export interface DownloadRequest {
  source: string;
  kind: string;
  files: string[];
  handle: string;
  format: string;
}

export interface Effect {
  computedAt: number;
  files: number;
  bytes: number;
  later: number;
  laterBytes: number;
  items: EffectItem[];
  families: EffectFamily[];
  waiting: Notice[];
  idle: Said;
}

export interface EffectFamily {
  family: string;
  code: string;
  now: number;
  bytes: number;
  last: string;
  days: number[];
  then: number;
  earliest: number | null;
}

export interface EffectItem {
  day: number;
  at: number;
  family: string;
  code: string;
  path: string;
  bytes: number;
  why: Said;
  from: number | null;
  upTo: number | null;
}

export interface Entry {
  name: string;
  path: string;
  kind: string;
  bytes: number;
}

export interface Facet {
  field: string;
  values: Count[];
  others: number;
  missing: number;
  exact: boolean;
}

export interface FamiliesView {
  families: FamilyRow[];
  volume: Volume;
  skipped: Notice[];
  held: number;
}

export interface FamilyClock {
  family: string;
  zone: string;
  ahead: number;
}

export interface FamilyRow {
  name: string;
  file: string;
  code: string;
  known: boolean;
  copies: CopyRow[];
  rotated: number;
  bytes: number;
  lines: number;
  first: number | null;
  last: number | null;
  errors: number;
  warns: number;
  state: string;
  silent: number;
  percent: number;
  charset: string;
}

export interface Field {
  name: string;
  value: string;
  kind: string;
}

export interface Finding {
  kind: string;
  level: number;
  code: string;
  family: string;
  count: number;
  before: number;
  usual: number | null;
  from: number | null;
  to: number | null;
  text: string;
  desk: string;
  query: string;
}

export interface FoundTenants {
  rows: Tenant[];
  total: number;
}

export interface HealthView {
  now: number;
  findings: Finding[];
  tiles: Tile[];
  volume: Volume;
  refused: RefusedBox;
  latest: AuditRow[];
  rules: RulesBrief;
}

export interface HeldFile {
  holdId: string;
  path: string;
  bytes: number;
  heldAt: number;
  purge: number;
  actor: string;
}

export interface Histogram {
  rev: number;
  step: number;
  end: number;
  buckets: Bucket[];
  untimed: number;
}

export interface HistoryItem {
  id: string;
  time: number | null;
  action: string;
  name: string;
  what: Said;
  this: boolean;
}

export interface ImportProposal {
  path: string;
  header: string[];
  columns: string[];
  fields: string[];
  sample: string[][];
  rows: number;
  known: boolean;
}

export interface ImportResult {
  taken: number;
  doubled: number;
  bad: Notice[];
}

export interface Listing {
  path: string;
  parent: string;
  entries: Entry[];
}

export interface LogEntry {
  row: LogRow;
  raw: string;
  beyond: number;
  format: string;
  zone: string;
  fields: Field[];
}

export interface LogPage {
  handle: string;
  rev: number;
  from: number;
  total: number;
  rows: LogRow[];
}

export interface LogRequest {
  source: string;
  slot: string;
  families: string[];
  file: string;
  query: string;
  case: boolean;
  expr: boolean;
  from: number | null;
  to: number | null;
}

export interface LogRow {
  pos: number;
  file: string;
  name: string;
  family: string;
  line: number;
  lines: number;
  time: number | null;
  timeText: string;
  level: number;
  levelText: string;
  text: string;
  cut: number;
  marks: Span[];
  more: string[];
}

export interface LogState {
  handle: string;
  rev: number;
  start: number;
  total: number;
  exact: boolean;
  scanned: number;
  percent: number;
  behind: number;
  first: number | null;
  last: number | null;
  from: number | null;
  to: number | null;
  took: number;
  levels: number[];
  notices: Notice[];
  breaks: Break[];
  query: QueryNotice[];
  explain: Said[];
  lacking: Said[];
  problem: Problem | null;
}

export interface Module {
  text: string;
  count: number;
  own: Said;
}

export interface NamedNetwork {
  network: string;
  name: string;
}

export interface Note {
  kind: string;
  key: string;
  company: string;
  memo: string;
  updated: number;
}

export interface Notice {
  file: string;
  kind: string;
  text: Said;
}

export interface OwnAct {
  verb: Said;
  module: Said;
  target: Said;
}

export interface PickWords {
  title: string;
  tables: string;
  all: string;
}

export interface Problem {
  op: string;
  kind: string;
  path: string;
  hint: Said;
  cause: Said;
}

export interface QueryNotice {
  col: number;
  end: number;
  code: string;
  text: Said;
  fix: string;
  error: boolean;
  incomplete: boolean;
}

export interface Recent {
  id: string;
  name: string;
  path: string;
  kind: string;
  state: string;
  opened: number;
  sample: boolean;
  seen: Seen | null;
}

export interface RecordRequest {
  source: string;
  slot: string;
  query: string;
  case: boolean;
  expr: boolean;
  from: number | null;
  to: number | null;
  sort: string;
  asc: boolean;
  action: string;
  module: string;
  origin: string;
}

export interface RecordState {
  handle: string;
  total: number;
  of: number;
  since: number | null;
  took: number;
  counts: Count[];
  query: QueryNotice[];
  explain: Said[];
}

export interface RefusedBox {
  hour: number;
  day: number;
  usual: number | null;
  from: RefusedRow[];
  accounts: number;
  companies: number;
  reasons: Count[];
}

export interface RefusedRow {
  ip: string;
  place: string;
  placeOrigin: string;
  country: string;
  count: number;
}

export interface RemainFile {
  path: string;
  bytes: number;
  goes: boolean;
}

export interface Remains {
  family: string;
  code: string;
  first: number | null;
  band: RemainFile[];
}

export interface Rotated {
  family: string;
  file: string;
  id: string;
  at: number;
  by: string;
}

export interface RuleChange {
  family: string;
  code: string;
  what: RulePart;
  from: string;
  to: string | null;
}

export interface RuleEdit {
  family: string;
  set: string[];
  level: string | null;
  copies: number | null;
  cleaning: string | null;
  cleaner: string | null;
}

export type RulePart = 'level' | 'copies' | 'cleaning' | 'cleaner';

export interface RuleRow {
  family: string;
  code: string;
  file: string;
  level: string | null;
  copies: number | null;
  cleaning: string | null;
  cleaner: string | null;
  levelNow: string;
  copiesNow: number;
  cleaningNow: string;
  levelFixed: string;
  rotated: number;
  bytes: number;
  running: string;
  can: string[];
  cleanedAt: number | null;
  failed: Notice | null;
  waits: Said;
}

export interface RuleShown {
  family: string;
  files: number;
  bytes: number;
  last: string;
}

export interface RuleVersion {
  rev: number;
  at: number | null;
  by: Said;
  current: boolean;
  first: boolean;
  changes: RuleChange[];
  more: number;
}

export interface RuleVersions {
  versions: RuleVersion[];
  older: Said;
}

export interface RulesBrief {
  rev: number;
  appliedAt: number | null;
  cleaner: string;
  level: string;
  copies: number;
  own: number;
  cleaning: number;
  waiting: number;
  held: number;
  heldBytes: number;
  error: Notice | null;
  lastRun: CleaningRun | null;
  next: EffectItem | null;
  frees: number | null;
  freesLater: number;
}

export interface RulesView {
  rev: number;
  appliedBy: string;
  cleaner: string;
  appliedAt: number | null;
  confirmed: number;
  error: Notice | null;
  maxBytes: number;
  maxCopies: number;
  all: RuleRow;
  families: RuleRow[];
  effect: Effect;
  canSave: boolean;
  why: Said;
}

export interface Said {
  code: Sentence;
  args: string[];
  text: string;
}

export interface Saved {
  path: string;
  bytes: number;
  sha256: string;
}

export interface Seek {
  pos: number;
  found: boolean;
  meaning: string;
  echo: string;
}

export interface Seen {
  at: number;
  families: number;
  bytes: number;
  lines: number;
  first: number | null;
  last: number | null;
  zone: number;
}

export type Sentence =
  | ' and '
  | ' or '
  | ''
  | '1 entry is complete and anchored.'
  | '1 entry is intact, but NOT anchored: no checkpoint vouches for it.'
  | '1 or greater'
  | '1 to 10000'
  | '1 to 90'
  | '65536 to 104857600 bytes'
  | '7z archive'
  | 'A checkpoint of {0} over entries 1 to {1} is not signed by this key.'
  | 'Cordwood\'s trail on this computer begins with revision {0}: what came before was saved elsewhere'
  | 'Log files'
  | 'Log rules'
  | 'Notes'
  | 'Operations'
  | 'PDF document'
  | 'Rollback: a checkpoint of {0} tells of another trail with entries 1 to {1}, which is gone.'
  | 'Rollback: checkpoint says {0}, database has {1}.'
  | 'SQLite database'
  | 'SQLite {0} can damage a database that two processes use'
  | 'Settings'
  | 'Sources'
  | 'The checkpoints in {0} cannot be read: {1}.'
  | 'The public key cannot be read: {0}.'
  | 'The trail cannot be read behind entry {0}: {1}.'
  | 'The trail cannot be read: {0}.'
  | 'The trail is broken at entry 1: the trail does not begin with it.'
  | 'The trail is broken at entry {0}: it cannot be read.'
  | 'The trail is broken at entry {0}: it does not follow the entry before it.'
  | 'The trail is broken at entry {0}: it is missing.'
  | 'The trail is broken at entry {0}: it was changed.'
  | 'The trail is broken at entry {0}: the checkpoint of {1} over entries 1 to {2} says otherwise.'
  | 'The trail is empty: not even its first entry is there.'
  | 'The trail is gone; checkpoints tell of entries 1 to {0}.'
  | 'The trail was begun with another key.'
  | 'Windows event log'
  | 'a bracket without its partner is read as text'
  | 'a bundle is a copy; deleting and rules work only on a live folder'
  | 'a family is named like its file without .log'
  | 'a limit of no bytes'
  | 'a link or a file takes the name of the folder'
  | 'a link or a folder takes the name of the lock; remove it'
  | 'a note is on an ip, a network, an account, a company or a visit'
  | 'a page without bytes'
  | 'a process has it open for writing'
  | 'a quotation mark without its partner is read as text'
  | 'a rule file has at most 1 MiB'
  | 'a server that writes through backend/serverlog rotates when it is asked'
  | 'a stored entry without its size cannot be streamed'
  | 'account {0}'
  | 'action {0}'
  | 'after editing by hand remove the sha256 line'
  | 'an entry is longer than 1 MiB; only its first 1 MiB was searched'
  | 'an id is {0} or begins with it'
  | 'an id is {0}'
  | 'another file of this name is archived already'
  | 'another file took its name since it was shown'
  | 'another file took its name since it was shown; it is back as {0}'
  | 'another file took its name'
  | 'another process is writing: try again'
  | 'another process writes it'
  | 'another program is saving; try again'
  | 'ask again'
  | 'ask again; a newer question replaced this one'
  | 'ask for a field instead'
  | 'ask for a folder, a bundle or a table'
  | 'ask for it again'
  | 'at least 512 KB'
  | 'before and after must be what JSON can hold'
  | 'benchmark network'
  | 'binary'
  | 'brackets are nested too deep; this one is read as text'
  | 'broadcast'
  | 'carrier NAT'
  | 'changed by {0} at {1}; load it again and merge'
  | 'check that the file and its folder can be written'
  | 'check the path; a share may be away'
  | 'check the path; a table is a CSV or TSV file'
  | 'choose a folder that can be written'
  | 'choose an empty folder: a sample never mixes with other files'
  | 'choose an export of an audit page as CSV or TSV'
  | 'choose another --port, or 0 for a free one'
  | 'choose another folder'
  | 'choose another name; nothing is replaced'
  | 'choose at least one file'
  | 'choose one of: {0}'
  | 'choose the columns again'
  | 'clean'
  | 'close other Cordwood windows and try again'
  | 'close other sources or programs, or raise the limit of open files'
  | 'close the other Cordwood and start again'
  | 'company {0}'
  | 'compress (.Z) file'
  | 'compress it again without --long or --ultra'
  | 'compressed copy of {0}, which is still there'
  | 'compression method {0} is not supported'
  | 'compression {0}'
  | 'contains the phone number {0} in any spelling'
  | 'contains {0}'
  | 'continued from {0}'
  | 'cordwood trail verify tells more; keep the file as evidence'
  | 'damaged: it overlaps another entry'
  | 'damaged: {0}'
  | 'deeper than {0} folders'
  | 'do it in several parts'
  | 'documentation'
  | 'does not contain the phone number {0}'
  | 'does not contain {0}'
  | 'does not match the expression {0}'
  | 'empty zip archive'
  | 'everything before the break is shown'
  | 'everything'
  | 'export'
  | 'file {0} as {1}'
  | 'finish or cancel the downloads that wait'
  | 'forget'
  | 'free space on the disk, then try again'
  | 'give a number of 0 or more'
  | 'hard link to {0}'
  | 'held files need a folder beside the logs'
  | 'hold'
  | 'id: needs an id, or the first eight or more characters of one'
  | 'import'
  | 'ip {0}'
  | 'is from the file or family {0}'
  | 'is not from the file or family {0}'
  | 'it changed since it was held; look at it, then restore or purge it by hand'
  | 'it changed since it was shown'
  | 'it ends early'
  | 'it has tables and no schema number'
  | 'it is a device'
  | 'it is a folder'
  | 'it is a link or no folder'
  | 'it is a link or no regular file; remove it or write to the file it points to'
  | 'it is a link, a folder or no regular file'
  | 'it is a named pipe'
  | 'it is a socket'
  | 'it is a special file'
  | 'it is a symbolic link'
  | 'it is encrypted'
  | 'it is held already'
  | 'it is in the list twice'
  | 'it is no regular file'
  | 'it is not mounted'
  | 'it is the last part of a split zip'
  | 'it lies on another file system than the folder'
  | 'it lies outside the folder'
  | 'it must be a regular file, no link'
  | 'it was moved, but a power cut may undo that'
  | 'it was replaced while being opened; try again'
  | 'it was written'
  | 'it will be made again'
  | 'its date was moved meanwhile'
  | 'its dates contradict each other'
  | 'its size changed'
  | 'join the parts first'
  | 'keep Cordwood\'s own data on a local disk: set CORDWOOD_HOME'
  | 'keep the file as evidence, move it aside and start again'
  | 'link-local'
  | 'links are followed inside the opened folder only'
  | 'live files and files outside the folder stay'
  | 'look at the files again'
  | 'look at the held files again; it was restored or purged already'
  | 'look at the list of versions'
  | 'look at the plan again'
  | 'look whether the server runs, and ask again'
  | 'lz4 file'
  | 'matches the expression {0}'
  | 'mend the line it names or remove the file'
  | 'more files would go than rotations since the last run explain: {0} against {1}'
  | 'more than {0} files: the rest of this folder is not listed'
  | 'multicast'
  | 'name a .tar.gz, .tgz or .zip'
  | 'name an account, host, path or network, and what to say of it'
  | 'name the columns company, memo, account, host, path prefix, network'
  | 'name the family in Options.Families'
  | 'name the folder for the logs'
  | 'name the folder for the sample'
  | 'negations are nested too deep; this one is read as text'
  | 'negative offset'
  | 'network {0}'
  | 'no answer in {0}, while the share at {1} answers else'
  | 'no column holds the time'
  | 'no display answers; use cordwood serve'
  | 'no entry that was looked at has a field {0}'
  | 'no entry that was looked at has a field {0}; Access Logs and Audit Logs know it of their records'
  | 'no entry that was looked at has a field {0}; Access Logs knows it of its records'
  | 'no entry that was looked at has a field {0}; Audit Logs knows it of its records'
  | 'no entry that was looked at so far has a field {0}'
  | 'no field is called {0}; it is read as text'
  | 'no id is {0} or begins with it'
  | 'no id is {0}'
  | 'no key'
  | 'no name'
  | 'no rule was saved for this folder yet'
  | 'no server answered in {0} s; the request was withdrawn'
  | 'no server has answered for this file'
  | 'no server has answered here, so nobody cleans: start the server, or let this window clean'
  | 'nobody is to clean here: the rules are carried out when you choose who cleans'
  | 'not ('
  | 'not a log: {0}'
  | 'not a name of the cache'
  | 'not a network: {0}'
  | 'not a path in the cache'
  | 'not an archive'
  | 'not an expression'
  | 'not an expression: trailing backslash'
  | 'not an expression: {0}'
  | 'not known whether it was done: the share at {0} does not answer since {1}; look again when it does'
  | 'not known whether it was done: there was no answer in time; look again later'
  | 'not there'
  | 'nothing is cleaned that cannot be recorded'
  | 'nothing is deleted that cannot be recorded'
  | 'nothing is touched that cannot be recorded'
  | 'nothing more is deleted that cannot be recorded'
  | 'nothing more is touched that cannot be recorded'
  | 'number: needs a phone number of at least three digits, for example {0}'
  | 'one of ERROR, WARN, INFO, DEBUG, TRACE'
  | 'one of delete, hold, archive'
  | 'one of serverlog, agent, window, none'
  | 'one of serverlog, window, none'
  | 'only regular files are read'
  | 'only the files beside the logs that Cordwood knows are read whole'
  | 'only the first rows are used'
  | 'only the first {0} rows are used'
  | 'open it again'
  | 'open it with the newer Cordwood, or move it aside'
  | 'open the bundle again: it is another one now'
  | 'open the live folder'
  | 'others may write it or its folder; take that right away (chmod go-w)'
  | 'permission denied'
  | 'picture'
  | 'private network'
  | 'program'
  | 'purge'
  | 'put a tenants.csv beside the logs'
  | 'rar archive'
  | 'read the file again from its stored position'
  | 'remove it'
  | 'replace the file, or remove it from the folder'
  | 'reserved'
  | 'restore it from a backup; without it earlier checkpoints cannot be continued'
  | 'revision {0}'
  | 'revision {0}, expected {1}'
  | 'rotate'
  | 'rows {0} + {1}; a page has at most {2}'
  | 'run cordwood sources: it moves the database aside and starts a new one'
  | 'save the table as CSV or TSV'
  | 'say what the note is on'
  | 'scan again: another file has this name now'
  | 'scan again: the file is gone or was replaced'
  | 'scan the bundle first'
  | 'send Content-Type: application/json'
  | 'send a JSON array with the arguments'
  | 'set CORDWOOD_HOME to a folder you can write'
  | 'set charset'
  | 'set clocks'
  | 'set note'
  | 'set rules'
  | 'set zone'
  | 'set'
  | 'split the table; 64 MiB are read at a time'
  | 'start Cordwood again: it moves the database aside and starts a new one'
  | 'stopped: it needs more than {0} bytes of memory to be unpacked'
  | 'stopped: the limit of {0} for decompressed bytes was reached (seen {1})'
  | 'stopped: the limit of {0} for entries was reached (seen {1})'
  | 'stopped: the limit of {0} for nesting was reached (seen {1})'
  | 'stopped: the limit of {0} for ratio was reached (seen {1})'
  | 'symbolic link that does not lead to a file'
  | 'symbolic link to {0}'
  | 'systemd journal'
  | 'take this zip out and open it by itself'
  | 'tar archive'
  | 'tar archive: open it as a bundle'
  | 'text after the end of the rules'
  | 'the batch starts at byte {0}, the position is {1}'
  | 'the browser downloads by itself'
  | 'the checksum does not match'
  | 'the clock moved: it was held at {0}, now it is {1}'
  | 'the clock moved: the last run was at {0}, now it is {1}'
  | 'the clock moved: {0} is from the future'
  | 'the copy stays as it is and is tried again'
  | 'the database has schema {0}, this program knows {1}'
  | 'the disk is full'
  | 'the disk is full: free space, then try again; what was stored before is safe'
  | 'the entries themselves are safe; make the folder writable'
  | 'the expression is longer than 1,000 bytes'
  | 'the expression is too large: what repeats, as in {0}, counts as often'
  | 'the family has no readable file now'
  | 'the file ends too early'
  | 'the file has {0} names (hard links); holding one frees nothing'
  | 'the file is larger than it can be'
  | 'the file is not there any more'
  | 'the file is shorter than it was'
  | 'the file was changed; it is being read again'
  | 'the file was emptied or replaced at {0}'
  | 'the first line is no header of a table ({0} columns)'
  | 'the first line names no known column'
  | 'the first row is gone'
  | 'the folder changed; look at the list again'
  | 'the folder is on a network file system'
  | 'the folder is read-only: rules can be simulated, not saved'
  | 'the key of a visit is file:offset'
  | 'the key {0} is there twice'
  | 'the line has a quotation mark that is not closed'
  | 'the live file is empty: there is nothing to rotate'
  | 'the modes are hold and purge'
  | 'the record is not in the store any more'
  | 'the row has {0} cells, the first line names {1}'
  | 'the row has {0} cells, the header {1}'
  | 'the row says nothing: no company, memo, name or scope'
  | 'the row selects nothing: it needs an account, a host, a path or a network'
  | 'the rule file is gone; save again to make a new one'
  | 'the rule for all families has nothing to inherit from'
  | 'the run would take {0} bytes, more than 10 GiB'
  | 'the server was started after it was asked'
  | 'the server writes it anew at its next change'
  | 'the server writes it: choose a rotated copy'
  | 'the share at {0} does not answer since {1}'
  | 'the share at {0} does not answer since {1}: {2}'
  | 'the share did not answer; the file is neither where it was nor where it should be'
  | 'the share did not answer; the file is where it was'
  | 'the source is locked'
  | 'the source was closed'
  | 'the suite was closed'
  | 'the table is empty'
  | 'the trail is broken at entry {0}: it was changed'
  | 'the trail is closed'
  | 'the view has fewer entries now'
  | 'the way to it goes through a link'
  | 'the zip holds several files: open it as a bundle'
  | 'the zip\'s directory is missing, as when it was cut'
  | 'there are files in it that Cordwood did not put there'
  | 'there is no agent yet, so nobody cleans: let the server or this window clean'
  | 'there is no open intent with this number'
  | 'there is no such field'
  | 'this answer belongs to another desk'
  | 'this build has no window; use cordwood serve'
  | 'this folder was not written by cordwood demo'
  | 'this is a single file; open its folder to delete and to set rules'
  | 'this machine'
  | 'this names no batch'
  | 'this version of Cordwood reads version 1'
  | 'too long for a query; it is looked for as one text'
  | 'too long'
  | 'too many pages'
  | 'too many restored files of this name'
  | 'too many such lines: the table was not read further'
  | 'two columns fill the same field'
  | 'type the path, or look for it in the list'
  | 'undo'
  | 'unknown'
  | 'unlock the source first'
  | 'unlock'
  | 'unspecified'
  | 'use a build with SQLite 3.51.3 or newer'
  | 'use shorter words'
  | 'version {0} of batch {1}'
  | 'version {0}'
  | 'visit {0}'
  | 'what was read up to here stays usable'
  | 'what was written of it may stay as {0}'
  | 'who cleans is said for all families'
  | 'write 2026-11-22, 14:03 or 2026-11-22T14:03:00+08:00'
  | 'write a line, a time such as 09:14, or a share such as 50%'
  | 'write a name such as Asia/Shanghai, or an offset such as +08:00'
  | 'write a name such as gbk, big5, shift_jis, euc-kr or windows-1252'
  | 'write a network like 10.8.0.0/16 and its name'
  | 'write a network such as 10.20.0.0/16'
  | 'write how far the clock was ahead, such as 3m12s'
  | 'write the column names into the first line'
  | 'write the sample anew'
  | 'write {0}'
  | 'zip and tar are read, plain or compressed'
  | 'zip archive of {0} files: open it as a bundle'
  | '{0} bytes of arguments'
  | '{0} bytes; at most {1} are read'
  | '{0} columns for a header of {1} cells'
  | '{0} damaged at byte {1}, after {2} decompressed bytes: it ends early'
  | '{0} damaged at byte {1}, after {2} decompressed bytes: {3}'
  | '{0} does not have the form {1}'
  | '{0} does not match the expression {1}'
  | '{0} entries are complete and anchored.'
  | '{0} entries are intact among themselves, but NOT anchored: no checkpoint vouches for them.'
  | '{0} entries are intact; the last {1} NOT anchored: no checkpoint vouches for what came behind entry {2} yet.'
  | '{0} fields'
  | '{0} has a value'
  | '{0} has it open for writing'
  | '{0} has no field {1}'
  | '{0} has no value'
  | '{0} has nothing behind it and is read as text'
  | '{0} has nothing on one side and is read as text'
  | '{0} has the form {1}'
  | '{0} is at least {1}'
  | '{0} is at most {1}'
  | '{0} is between {1} and {2} (both included)'
  | '{0} is from {1} on'
  | '{0} is from {1} to {2}'
  | '{0} is in the class {1}'
  | '{0} is in the network {1}'
  | '{0} is in the range {1}'
  | '{0} is less severe than {1}'
  | '{0} is less than {1}'
  | '{0} is more severe than {1}'
  | '{0} is more than {1}'
  | '{0} is no time'
  | '{0} is not at least {1}'
  | '{0} is not at most {1}'
  | '{0} is not between {1} and {2} (both included)'
  | '{0} is not from {1} on'
  | '{0} is not from {1} to {2}'
  | '{0} is not in the class {1}'
  | '{0} is not in the network {1}'
  | '{0} is not in the range {1}'
  | '{0} is not less severe than {1}'
  | '{0} is not less than {1}'
  | '{0} is not more severe than {1}'
  | '{0} is not more than {1}'
  | '{0} is not up to {1}'
  | '{0} is not {1} or less severe'
  | '{0} is not {1} or more severe'
  | '{0} is not {1}'
  | '{0} is up to {1}'
  | '{0} is {1} or less severe'
  | '{0} is {1} or more severe'
  | '{0} is {1}'
  | '{0} matches the expression {1}'
  | '{0} on {1}'
  | '{0} over {1}'
  | '{0}'
  | '{0}, {1} in'
  | '{0}, {1} out'
  | '{0}, {1} out, {2} in'
  | '{0}: does not know a field {1}'
  | '{0}: has no value and is read as text'
  | '{0}: needs TRACE, DEBUG, INFO, WARN, ERROR, FATAL or none, for example {1}'
  | '{0}: needs a number, for example {1}'
  | '{0}: needs a time, for example {1}'
  | '{0}: needs an address or a network, for example {1}'
  | '{0}: needs the name of a field'
  | '{0}: the range ends before it begins';

export interface SettingsView {
  theme: string;
  language: string;
  home: string;
  version: string;
  sqlite: string;
  placeData: string;
  networks: NamedNetwork[];
  tenants: Tenant[];
  face: string;
}

export interface Source {
  id: string;
  name: string;
  path: string;
  kind: string;
  state: string;
  sample: boolean;
  unlocked: boolean;
  locksAt: number | null;
  zone: Zone;
  clocks: FamilyClock[];
  openedAt: number;
  now: number;
  first: number | null;
  last: number | null;
  files: number;
  bytes: number;
  lines: number;
  percent: number;
  resolved: number;
  findings: number;
  problems: Notice[];
  checkedAt: number;
  canOperate: boolean;
  why: Said;
  silentFrom: number | null;
}

export interface Span {
  start: number;
  end: number;
}

export interface Start {
  recent: Recent[];
  open: Source[];
  face: string;
  version: string;
  first: string;
}

export interface Tenant {
  company: string;
  memo: string;
  name: string;
  scope: string;
  account: string;
  host: string;
  path: string;
  network: string;
}

export interface Tick {
  kind: string;
  id: string;
  rev: number;
  done: number;
  total: number;
}

export interface Tile {
  family: string;
  code: string;
  file: string;
  known: boolean;
  state: string;
  unit: string;
  hour: number;
  day: number;
  until: number | null;
  spark: number[];
  last: number | null;
  bytes: number;
  copies: number;
  percent: number;
}

export interface TrailReport {
  rows: number;
  code: number;
  text: Said;
  badSeq: number;
}

export interface Volume {
  known: boolean;
  total: number;
  free: number;
  logs: number;
  perDay: number;
  fullDays: number;
}

export interface Zone {
  name: string;
  label: string;
  minutes: number;
  fixed: boolean;
  origin: string;
}

/** Every bound method: what it takes and what it answers. */
export interface Calls {
  'Sources.Browse': { args: [string]; result: Listing };
  'Sources.Close': { args: [string]; result: null };
  'Sources.Columns': { args: [string, string]; result: string[] };
  'Sources.Forget': { args: [string]; result: null };
  'Sources.Info': { args: [string]; result: Source };
  'Sources.Lock': { args: [string]; result: Source };
  'Sources.Open': { args: [string]; result: Source };
  'Sources.OpenSample': { args: []; result: Source };
  'Sources.Pick': { args: [string, PickWords]; result: string };
  'Sources.SetCharset': { args: [string, string[], string]; result: Source };
  'Sources.SetClocks': { args: [string, FamilyClock[]]; result: Source };
  'Sources.SetColumns': { args: [string, string, string[]]; result: null };
  'Sources.SetZone': { args: [string, string]; result: Source };
  'Sources.Start': { args: []; result: Start };
  'Sources.Unlock': { args: [string]; result: Source };
  'Health.View': { args: [string]; result: HealthView };
  'Access.Clauses': { args: [string, string, string[]]; result: Facet };
  'Access.Facet': { args: [string, string]; result: Facet };
  'Access.Groups': { args: [string, string, string, boolean]; result: AccessGroups };
  'Access.Notes': { args: [string]; result: Note[] };
  'Access.Open': { args: [RecordRequest]; result: RecordState };
  'Access.Record': { args: [string, string]; result: AccessDetail };
  'Access.SetNote': { args: [string, Note]; result: null };
  'Audit.Facet': { args: [string, string]; result: Facet };
  'Audit.Import': { args: [string, string, string[]]; result: ImportResult };
  'Audit.Modules': { args: [string]; result: Module[] };
  'Audit.Open': { args: [RecordRequest]; result: RecordState };
  'Audit.ProposeImport': { args: [string, string]; result: ImportProposal };
  'Audit.Record': { args: [string, string]; result: AuditDetail };
  'Audit.VerifyTrail': { args: []; result: TrailReport };
  'ServerLogs.Close': { args: [string]; result: null };
  'ServerLogs.Delete': { args: [string, string, DeleteMode]; result: DeleteResult };
  'ServerLogs.Facet': { args: [string, string]; result: Facet };
  'ServerLogs.Families': { args: [string]; result: FamiliesView };
  'ServerLogs.Held': { args: [string]; result: HeldFile[] };
  'ServerLogs.Open': { args: [LogRequest]; result: LogState };
  'ServerLogs.PlanDelete': { args: [string, string[]]; result: DeletePlan };
  'ServerLogs.Purge': { args: [string, string]; result: DeleteResult };
  'ServerLogs.Seek': { args: [string, string, number]; result: Seek };
  'ServerLogs.State': { args: [string]; result: LogState };
  'ServerLogs.Stop': { args: [string]; result: LogState };
  'ServerLogs.Undo': { args: [string, string]; result: DeleteResult };
  'Rules.Apply': { args: [string, RuleEdit[], RuleShown[], number]; result: RulesView };
  'Rules.Cleaned': { args: [string]; result: CleanedFile[] };
  'Rules.EditsTo': { args: [string, number]; result: RuleEdit[] };
  'Rules.Export': { args: [string, RuleEdit[]]; result: Download };
  'Rules.Preview': { args: [string, RuleEdit[]]; result: Effect };
  'Rules.Rotate': { args: [string, string]; result: Rotated };
  'Rules.Versions': { args: [string]; result: RuleVersions };
  'Rules.View': { args: [string]; result: RulesView };
  'Downloads.Cancel': { args: [string]; result: null };
  'Downloads.Prepare': { args: [DownloadRequest]; result: Download };
  'Downloads.Save': { args: [string]; result: Saved };
  'Settings.FoundTenants': { args: [string]; result: FoundTenants };
  'Settings.Set': { args: [string, string]; result: SettingsView };
  'Settings.SetNetworks': { args: [NamedNetwork[]]; result: SettingsView };
  'Settings.SetTenants': { args: [Tenant[]]; result: SettingsView };
  'Settings.View': { args: []; result: SettingsView };
}
