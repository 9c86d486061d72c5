import { COMPOSE_LIKE } from './compose/files.ts'

const DOCKERFILE = /^([Dd]ockerfile|Containerfile)([._-].+)?$|.\.([Dd]ockerfile|[Cc]ontainerfile)$/
const BAKE = /^docker-bake([._-].+)?\.(hcl|json)$|.\.docker-bake\.(hcl|json)$/
/** What lies beside a Dockerfile and is called after it, and copies that editors and tools leave. */
const BESIDE = /(\.(dockerignore|containerignore|md|rego|orig|rej|bak|swp|sig|asc|sha256)|~)$/i
const TEMPLATE = /\.(j2|jinja2?|tmpl|tpl|template|erb|mustache|hbs|m4|in)$/i

/** What a file is by its name; a template becomes a Dockerfile only when something fills it in. */
export type BuildFile = 'dockerfile' | 'template' | 'compose' | 'bake'

export function buildFileOf(name: string): BuildFile | undefined {
  if (COMPOSE_LIKE.test(name)) return 'compose'
  if (BAKE.test(name)) return 'bake'
  if (!DOCKERFILE.test(name) || BESIDE.test(name)) return undefined
  return TEMPLATE.test(name) ? 'template' : 'dockerfile'
}

/** A name that docker or podman takes without being told. */
export function isDefaultName(name: string): boolean {
  return name === 'Dockerfile' || name === 'dockerfile' || name === 'Containerfile'
}
