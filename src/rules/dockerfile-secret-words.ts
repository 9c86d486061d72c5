import type { BuildRequest } from '../model/request.ts'
import type { SettingSecret } from '../model/secret.ts'
import { detectorTitle } from '../secrets/tokens/catalog.ts'
import type { Place } from './dockerfile-secrets.ts'
import type { Fate } from './instruction-fate.ts'

/** `ENV NPM_TOKEN holds an npm token (npm_… (40)): whoever has the image reads it`. */
export function placeSentence(place: Place, secret: SettingSecret, lines: number): string {
  const again = lines > 1 ? `, on ${lines} lines` : ''
  return `${subject(place)} ${secretWords(secret)}${again}: ${consequence(place)}`
}

/** The same of a value that the build is given; undefined where the Dockerfile does not declare it. */
export function argumentSentence(
  key: string,
  secret: SettingSecret,
  fate: Fate | undefined,
  request: Pick<BuildRequest, 'builder' | 'origin' | 'command'>,
): string {
  const kept = request.builder === 'buildkit' ? withProvenance(fate) : withoutProvenance(fate)
  return `${givenName(key, request)} holds ${secretWords(secret)}: ${kept}`
}

/** A build argument, and who gives it. */
function givenName(key: string, { origin, command }: Pick<BuildRequest, 'origin' | 'command'>): string {
  switch (origin.kind) {
    case 'compose':
    case 'bake':
      return `the build argument ${key} of ${origin.label}`
    case 'command':
      return `--build-arg ${key}${command === undefined ? '' : ` of ${command.name}`}`
    default:
      return `the build argument ${key}`
  }
}

export function placeFix({ instruction, key }: Place, { detector }: SettingSecret): string {
  const mount = `RUN --mount=type=secret,id=${idOf(key ?? detector)}`
  if (instruction === undefined) return `take it out; ${REVOKE}`
  const inContainer = instruction === 'ENV' ? ', and a container gets it when it is started' : ''
  return `${mount} hands it to one command and leaves no trace${inContainer}; ${REVOKE}`
}

export function argumentFix(key: string): string {
  const id = idOf(key)
  return `give it as --secret id=${id},env=${key}, and take it by RUN --mount=type=secret,id=${id}; ${REVOKE}`
}

const REVOKE = 'revoke it if this was built or pushed before'

function idOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9-]+/g, '_')
}

function subject({ instruction, key, isComment }: Place): string {
  if (isComment) return 'a comment holds'
  if (instruction === undefined) return 'the Dockerfile holds'
  if (key === undefined) return `${instruction} holds`
  if (/\b(?:ARG|ENV|LABEL)$/.test(instruction)) return `${instruction} ${key} holds`
  // a header or an option is no variable
  return /^[A-Za-z_]\w*$/.test(key) && key !== 'Authorization'
    ? `${instruction} sets ${key} to`
    : `${instruction} holds`
}

function secretWords({ byName, detector, masked }: SettingSecret): string {
  return `${byName ? 'what looks like a secret' : detectorTitle(detector)} (${masked})`
}

function consequence({ instruction, fate }: Place): string {
  const readers = 'whoever gets the Dockerfile reads it'
  switch (fate.kind) {
    case 'final':
      return `whoever has the image reads it${instruction === 'ARG' ? ' in its history' : ''}`
    case 'copied': {
      const into = fate.exposure === 'final' ? 'the image' : `stage ${fate.exposure.slice('stage:'.length)}`
      const [taker] = fate.carrier.instruction.split(' ')
      return `${taker} on line ${fate.carrier.line} puts the Dockerfile into ${into}`
    }
    case 'stage':
      return `whoever has the build cache of stage ${fate.stage} reads it`
    case 'unneeded':
      return `this build does not need stage ${fate.stage}, but ${readers}`
    case 'unused':
      return `this build makes nothing of it, but ${readers}`
    default:
      return readers
  }
}

/** What BuildKit keeps of a build argument. */
function withProvenance(fate: Fate | undefined): string {
  switch (fate?.kind) {
    case undefined:
      return 'the Dockerfile does not declare it, and yet the provenance lists it'
    case 'final':
    case 'unknown':
      return 'docker history and the provenance of the image show it'
    case 'stage':
      return `the build cache of stage ${fate.stage} and the provenance keep it`
    default:
      return 'no stage of this build takes it, and yet the provenance lists it'
  }
}

function withoutProvenance(fate: Fate | undefined): string {
  switch (fate?.kind) {
    case undefined:
      return 'the Dockerfile does not declare it, so that it is given away for nothing'
    case 'final':
    case 'unknown':
      return 'the history of the image shows it'
    case 'stage':
      return `the build cache of stage ${fate.stage} keeps it`
    default:
      return 'no stage of this build takes it, so that it is given away for nothing'
  }
}
