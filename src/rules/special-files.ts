import type { ContextEntry } from '../model/entry.ts'
import type { Finding, Rule, Severity } from '../model/finding.ts'
import { formatBytes, formatNumberOf } from '../model/format.ts'
import { ignoreLineFor } from '../model/ignore-line.ts'
import type { Builder } from '../model/request.ts'
import { BUILDER_NAMES } from './builder-names.ts'

export const specialFile: Rule = {
  id: 'special-file',
  title: 'A FIFO, socket or device is sent',
  severity: 'warning',
  needs: [],
  exposure: { falls: true },
  *check({ snapshot: { entries, request } }) {
    for (const entry of entries) {
      const fate = fateOf(entry, request.builder)
      if (fate === undefined) continue
      yield finding(specialFile, 'warning', entry, `${entry.path} is ${fate}`, { kind: entry.kind })
    }
  },
}

/** SEMANTICS.md 10.2 D8. The other builders leave sockets out, so that they are not listed. */
function fateOf({ kind }: ContextEntry, builder: Builder): string | undefined {
  const name = BUILDER_NAMES[builder]
  if (kind === 'fifo')
    return `a FIFO: ${name} makes one in the image, and whoever opens it there waits for a writer`
  if (kind === 'socket') return `a socket: ${name} sends it as an empty file`
  if (kind !== 'device') return undefined
  const block = builder === 'buildkit' ? ' (a character device even of a block device)' : ''
  return `a device: ${name} makes one in the image${block}, which a builder without root rights can't do`
}

export const unreadable: Rule = {
  id: 'unreadable',
  title: 'The builder can not read a file or directory',
  severity: 'error',
  needs: [],
  exposure: { falls: true },
  *check({ snapshot: { entries, request } }) {
    for (const entry of entries) {
      if (!entry.unreadable) continue
      const name = BUILDER_NAMES[request.builder]
      const consequence =
        entry.kind === 'file' && request.builder === 'buildkit'
          ? `${name} sends it as an empty file and says nothing`
          : `${name} fails on it`
      const what = entry.kind === 'directory' ? 'the directory can not be listed' : 'permission is denied'
      const message = `${entry.path}: ${what}, and ${consequence}`
      const { exposure, ...found } = finding(unreadable, 'error', entry, message, { kind: entry.kind })
      // a directory stops the walk, however little of it the Dockerfile takes
      yield { ...found, ...(entry.kind !== 'directory' && exposure && { exposure }) }
    }
  },
}

export const mountPoint: Rule = {
  id: 'mount-point',
  title: 'Another file system is mounted inside the context',
  severity: 'warning',
  needs: [],
  *check({ snapshot: { entries, request }, totalsOf }) {
    for (const entry of entries) {
      if (!entry.mountPoint) continue
      const { files, bytes } =
        entry.kind === 'directory' ? totalsOf(entry.path) : { files: 1, bytes: entry.bytes }
      const size = `${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}`
      const message = `${entry.path} is a mount point: ${BUILDER_NAMES[request.builder]} takes what is mounted there (${size}) like any other ${entry.kind}`
      yield { ...finding(mountPoint, 'warning', entry, message, {}), bytes, files }
    }
  },
}

export const setuid: Rule = {
  id: 'setuid',
  title: 'A file keeps its setuid or setgid bit',
  severity: 'info',
  needs: [],
  *check({ snapshot: { entries, request } }) {
    // the other builders take the bits away
    if (request.builder !== 'buildkit') return
    for (const entry of entries) {
      if (entry.kind !== 'file' || (entry.mode & 0o6000) === 0) continue
      const mode = entry.mode.toString(8).padStart(4, '0')
      const rights = entry.mode & 0o4000 ? 'as root' : "with the rights of root's group"
      const message = `${entry.path} has mode ${mode}, which BuildKit keeps: in the image it runs ${rights}, whoever starts it`
      yield {
        ...finding(setuid, 'info', entry, message, { mode }),
        fix: { why: 'chmod ug-s takes the bits away; COPY --chmod sets the mode anew' },
      }
    }
  },
}

function finding(
  rule: Rule,
  severity: Severity,
  entry: ContextEntry,
  message: string,
  data: Finding['data'],
): Finding {
  return {
    rule: rule.id,
    severity,
    path: entry.path,
    message,
    exposure: 'sent',
    data,
    bytes: entry.bytes,
    fix: {
      pattern: ignoreLineFor(entry.rawPath ?? entry.path),
      why: 'exclude it, unless the image needs it',
    },
  }
}
