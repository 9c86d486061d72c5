import { lower, quote } from '../go-text.ts'

export interface Platform {
  os: string
  osVersion: string
  osFeatures: readonly string[]
  arch: string
  variant: string
}

const OPERATING_SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
)
const ARCHITECTURES = new Set(
  'amd64p32 386 amd64 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  ),
)

const OS_PATTERN = '^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$'
const PART_PATTERN = '^[A-Za-z0-9_.-]+$'
const OS = new RegExp(OS_PATTERN)
const PART = new RegExp(PART_PATTERN)
const INVALID = 'invalid argument'

/**
 * `os/arch[/variant]`, and what containerd lets people leave out; or what it says to it. The engine is taken to be
 * linux/amd64. Mirrors containerd/platforms platforms.go Parse.
 */
export function parsePlatform(text: string): Platform | { reason: string } {
  if (text.includes('*')) return { reason: `${quote(text)}: wildcards not yet supported: ${INVALID}` }
  const parts = text.split('/')
  const shown = [...parts.slice(0, 3), ...(parts.length > 3 ? [parts.slice(3).join('/')] : [])]
  const system = OS.exec(shown[0]!)
  if (system === null) {
    const what = `${quote(shown[0]!)} is an invalid OS component of ${quote(text)}`
    return { reason: `${what}: OSAndVersion specifier component must match ${quote(OS_PATTERN)}: ${INVALID}` }
  }
  const wrong = shown.slice(1).find(part => !PART.test(part))
  if (wrong !== undefined) {
    const what = `${quote(wrong)} is an invalid component of ${quote(text)}`
    return { reason: `${what}: platform specifier component must match ${quote(PART_PATTERN)}: ${INVALID}` }
  }
  const features = (system[3] ?? '').split('+').filter(feature => feature !== '')
  const platform = {
    os: normalOs(system[1]!),
    osVersion: decoded(system[2] ?? ''),
    osFeatures: features.map(decoded),
  }
  return withArchitecture(platform, text, shown)
}

function withArchitecture(
  base: Pick<Platform, 'os' | 'osVersion' | 'osFeatures'>,
  text: string,
  parts: readonly string[],
): Platform | { reason: string } {
  if (parts.length > 3) return { reason: `${quote(text)}: cannot parse platform specifier: ${INVALID}` }
  if (parts.length === 1) {
    if (OPERATING_SYSTEMS.has(base.os)) return { ...base, arch: 'amd64', variant: '' }
    const only = withoutDefault(normalArch(parts[0]!, ''))
    if (ARCHITECTURES.has(only.arch)) return { ...base, os: 'linux', ...only }
    return { reason: `${quote(text)}: unknown operating system or architecture: ${INVALID}` }
  }
  if (parts.length === 2) return { ...base, ...withoutDefault(normalArch(parts[1]!, '')) }
  const full = normalArch(parts[1]!, parts[2]!)
  return { ...base, ...full, variant: full.arch === 'arm64' && full.variant === '' ? 'v8' : full.variant }
}

/** Mirrors Normalize of the same file. */
export function normalPlatform(platform: Platform): Platform {
  return { ...platform, os: normalOs(platform.os), ...normalArch(platform.arch, platform.variant) }
}

/** `os/arch/variant`. */
export function formatPlatform({ os, arch, variant }: Platform): string {
  return [os, arch, variant].filter(part => part !== '').join('/')
}

/** With version and features of the operating system, as `TARGETPLATFORM` has it. */
export function formatWholePlatform(platform: Platform): string {
  const features = [...new Set([...platform.osFeatures].sort())].map(feature => `+${encoded(feature)}`)
  const details = encoded(platform.osVersion) + features.join('')
  return formatPlatform({ ...platform, os: platform.os + (details === '' ? '' : `(${details})`) })
}

function withoutDefault(made: { arch: string; variant: string }): { arch: string; variant: string } {
  return made.arch === 'arm' && made.variant === 'v7' ? { arch: 'arm', variant: '' } : made
}

function normalOs(os: string): string {
  return lower(os) === 'macos' ? 'darwin' : lower(os)
}

/** Mirrors containerd/platforms database.go normalizeArch. */
function normalArch(written: string, writtenVariant: string): { arch: string; variant: string } {
  const arch = lower(written)
  const variant = lower(writtenVariant)
  if (arch === 'i386') return { arch: '386', variant: '' }
  if (['x86_64', 'x86-64', 'amd64'].includes(arch))
    return { arch: 'amd64', variant: variant === 'v1' ? '' : variant }
  if (arch === 'armhf') return { arch: 'arm', variant: 'v7' }
  if (arch === 'armel') return { arch: 'arm', variant: 'v6' }
  if (arch === 'aarch64' || arch === 'arm64')
    return { arch: 'arm64', variant: ARM64_VARIANTS[variant] ?? variant }
  if (arch === 'arm') return { arch, variant: ARM_VARIANTS[variant] ?? variant }
  return { arch, variant }
}

const ARM64_VARIANTS: Readonly<Record<string, string>> = {
  '8': '',
  v8: '',
  'v8.0': '',
  '9': 'v9',
  '9.0': 'v9',
  'v9.0': 'v9',
}
const ARM_VARIANTS: Readonly<Record<string, string>> = {
  '': 'v7',
  '7': 'v7',
  '5': 'v5',
  '6': 'v6',
  '8': 'v8',
}

function decoded(option: string): string {
  return option.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

function encoded(option: string): string {
  return option.replace(/[%+()/]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
