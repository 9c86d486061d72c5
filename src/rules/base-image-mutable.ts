import type { StageBase, TransferOrigin } from '../model/build-plan.ts'
import type { Position } from '../model/dockerfile.ts'
import type { Finding, Rule, RuleContext } from '../model/finding.ts'
import { shortImage } from './image-names.ts'
import { locationAt } from './source-words.ts'

/** An image that a build takes, by a name that may come to mean another one. */
interface Mutable extends Position {
  /** as in `docker pull`; `latest` where no tag is written */
  name: string
  tag: string
  /** how the Dockerfile refers to it */
  by: 'FROM' | 'COPY --from' | 'RUN --mount from'
}

export const baseImageMutable: Rule = {
  id: 'base-image-mutable',
  title: 'A base image is named by a tag',
  severity: 'warning',
  needs: ['dockerfile'],
  *check(ctx) {
    // said once for a build, not again for each named context of it
    if (ctx.reach === undefined || ctx.snapshot.request.named !== undefined) return
    const seen = new Set<string>()
    for (const image of imagesOf(ctx)) {
      const key = `${image.by} ${image.name}:${image.tag}`
      if (!seen.has(key)) yield finding(ctx, image)
      seen.add(key)
    }
  },
}

/** In the order of the file; only of stages that are built. */
function* imagesOf({ reach }: RuleContext): Generator<Mutable> {
  for (const { line, column, base, reachable, replaced, transfers } of reach!.plan.stages) {
    const image = mutable(base)
    if (reachable && !replaced && image) yield { ...image, line, column, by: 'FROM' }
    for (const { line, column, origin, kind } of transfers) {
      const other = mutable(origin)
      if (other) yield { ...other, line, column, by: kind === 'mount' ? 'RUN --mount from' : 'COPY --from' }
    }
  }
}

const IMAGE = /^(?<name>[^@]*?)(?::(?<tag>[^:/@]+))?(?<digest>@.*)?$/

/** Undefined for what a digest pins, and for what is no image: a stage, a directory, a repository. */
function mutable(origin: StageBase | TransferOrigin): Pick<Mutable, 'name' | 'tag'> | undefined {
  if (origin.kind !== 'image' || origin.ref === 'scratch' || ADDRESS.test(origin.ref)) return undefined
  const { name = '', tag = 'latest', digest } = IMAGE.exec(shortImage(origin.ref))?.groups ?? {}
  return name === '' || digest !== undefined ? undefined : { name, tag }
}

/** Named contexts that are neither a directory nor an image. */
const ADDRESS = /^[a-z-]+:\/\/|^(target|input):|^[^/]+@[^/]+:|\.git(#|$)/

function finding(ctx: RuleContext, image: Mutable): Finding {
  const { name, tag, by } = image
  const unpinned = tag === 'latest'
  return {
    rule: baseImageMutable.id,
    severity: unpinned && by === 'FROM' ? 'warning' : 'info',
    location: locationAt(ctx, image),
    message: unpinned
      ? `${by} ${name} is whatever latest means on the day of the build`
      : `${by} ${name}:${tag} names a tag, which can come to mean another image; a digest can not`,
    data: { image: name, tag, key: `${by} ${name}:${tag}` },
    fix: {
      why: `\`docker buildx imagetools inspect ${name}:${tag}\` says the digest: ${name}:${unpinned ? 'TAG' : tag}@sha256:…`,
    },
  }
}
