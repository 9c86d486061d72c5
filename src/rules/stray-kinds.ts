/** What a kind of stray file is called, and the names that give it away. */
export interface StrayKind {
  kind: 'log' | 'dump' | 'archive' | 'disk image' | 'database' | 'core file' | 'notebook checkpoint'
  plural: string
  /** endings of the name in lower case, each with its dot */
  endings?: readonly string[]
  /** whole names in lower case */
  names?: readonly string[]
  /** smaller ones are taken for somebody's own: a migration, a test's archive */
  leastBytes: number
}

const MIB = 2 ** 20

export const STRAY_KINDS: readonly StrayKind[] = [
  {
    kind: 'log',
    plural: 'logs',
    endings: ['.log', '.log.gz', '.log.bz2', '.log.xz', '.log.zst'],
    names: ['nohup.out'],
    leastBytes: 1,
  },
  {
    kind: 'dump',
    plural: 'dumps',
    endings: [
      ...['.sql.gz', '.sql.bz2', '.sql.xz', '.sql.zst', '.pgdump', '.dump', '.dmp'],
      ...['.mdmp', '.hprof', '.heapsnapshot', '.heapprofile', '.cpuprofile'],
    ],
    names: ['dump.rdb'],
    leastBytes: 1,
  },
  { kind: 'dump', plural: 'dumps', endings: ['.sql'], leastBytes: MIB },
  {
    kind: 'archive',
    plural: 'archives',
    endings: [
      ...['.tar', '.tar.gz', '.tar.bz2', '.tar.xz', '.tar.zst', '.tgz', '.tbz2', '.txz'],
      ...['.zip', '.7z', '.rar'],
    ],
    leastBytes: MIB,
  },
  {
    kind: 'disk image',
    plural: 'disk images',
    endings: ['.iso', '.img', '.vmdk', '.vdi', '.vhd', '.vhdx', '.qcow2', '.ova', '.dmg'],
    leastBytes: MIB,
  },
  {
    kind: 'database',
    plural: 'databases',
    endings: [
      ...['.sqlite', '.sqlite-wal', '.sqlite-shm', '.sqlite-journal', '.sqlite3'],
      ...['.sqlite3-wal', '.sqlite3-shm', '.sqlite3-journal', '.db', '.db-wal', '.db-shm', '.db-journal'],
      ...['.db3', '.mdb', '.accdb'],
    ],
    leastBytes: 1,
  },
]

/** A core file has no name of its own; its first bytes decide. */
export const CORE_FILE: StrayKind = { kind: 'core file', plural: 'core files', leastBytes: 1 }

/** What lies in `.ipynb_checkpoints`. */
export const CHECKPOINT: StrayKind = {
  kind: 'notebook checkpoint',
  plural: 'checkpoints of notebooks',
  leastBytes: 1,
}
