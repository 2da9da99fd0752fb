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
  outcome: string;
  reason: string;
  origin: string;
  marks: ColumnMarks[];
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
  live: boolean;
  format: string;
  problem: string;
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
  refused: string;
}

export type DeleteMode = 'hold' | 'purge';

export interface DeletePlan {
  id: string;
  items: DeleteItem[];
  bytes: number;
  files: number;
  purgedOn: number;
  remains: Remains[];
  canHold: boolean;
  whyNot: string;
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
}

export interface EffectFamily {
  family: string;
  code: string;
  now: number;
  bytes: number;
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
  why: string;
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
  start: number;
  step: number;
  buckets: Bucket[];
  untimed: number;
}

export interface HistoryItem {
  id: string;
  time: number | null;
  action: string;
  name: string;
  what: string;
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
  first: number | null;
  last: number | null;
  took: number;
  levels: number[];
  notices: Notice[];
  query: QueryNotice[];
  explain: string;
  problem: Problem | null;
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
  text: string;
}

export interface Problem {
  op: string;
  kind: string;
  path: string;
  hint: string;
  text: string;
}

export interface QueryNotice {
  col: number;
  end: number;
  code: string;
  text: string;
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
  files: number;
  bytes: number;
  sample: boolean;
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
  explain: string;
}

export interface RefusedBox {
  hour: number;
  day: number;
  from: RefusedRow[];
  accounts: number;
  companies: number;
  reasons: Count[];
}

export interface RefusedRow {
  ip: string;
  place: string;
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

export interface RuleEdit {
  family: string;
  set: string[];
  level: string | null;
  copies: number | null;
  cleaning: string | null;
}

export interface RuleRow {
  family: string;
  code: string;
  file: string;
  level: string | null;
  copies: number | null;
  cleaning: string | null;
  levelNow: string;
  copiesNow: number;
  cleaningNow: string;
  levelFixed: string;
  rotated: number;
  bytes: number;
  running: string;
  can: string[];
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
  error: string;
}

export interface RulesView {
  rev: number;
  appliedBy: string;
  cleaner: string;
  appliedAt: number | null;
  confirmed: number;
  error: string;
  maxBytes: number;
  maxCopies: number;
  all: RuleRow;
  families: RuleRow[];
  effect: Effect;
  canSave: boolean;
  why: string;
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
  now: number;
  first: number | null;
  last: number | null;
  files: number;
  bytes: number;
  lines: number;
  percent: number;
  findings: number;
  problems: string[];
  checkedAt: number;
  canOperate: boolean;
  why: string;
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
  text: string;
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
  'Sources.Forget': { args: [string]; result: null };
  'Sources.Info': { args: [string]; result: Source };
  'Sources.Lock': { args: [string]; result: Source };
  'Sources.Open': { args: [string]; result: Source };
  'Sources.OpenSample': { args: []; result: Source };
  'Sources.Pick': { args: [string]; result: string };
  'Sources.SetZone': { args: [string, string]; result: Source };
  'Sources.Start': { args: []; result: Start };
  'Sources.Unlock': { args: [string]; result: Source };
  'Health.View': { args: [string]; result: HealthView };
  'Access.Facet': { args: [string, string]; result: Facet };
  'Access.Notes': { args: [string]; result: Note[] };
  'Access.Open': { args: [RecordRequest]; result: RecordState };
  'Access.Record': { args: [string, string]; result: AccessDetail };
  'Access.SetNote': { args: [string, Note]; result: null };
  'Audit.Facet': { args: [string, string]; result: Facet };
  'Audit.Import': { args: [string, string, string[]]; result: ImportResult };
  'Audit.Modules': { args: [string]; result: Count[] };
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
  'Rules.Apply': { args: [string, RuleEdit[], number]; result: RulesView };
  'Rules.Preview': { args: [string, RuleEdit[]]; result: Effect };
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
