import type { Builder } from '../model/request.ts'

/** What each builder is called in a sentence, at its beginning or not. */
export const BUILDER_NAMES: Readonly<Record<Builder, string>> = {
  buildkit: 'BuildKit',
  classic: "Docker's classic builder",
  podman: 'podman',
}
