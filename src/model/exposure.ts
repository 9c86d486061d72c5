/**
 * How far a file gets: it is eligible, the build takes it, it is copied into a stage, it is in the final image. Only
 * `sent` is known without a Dockerfile. A stage without a name is called by its number.
 */
export type Exposure = 'sent' | 'requested' | `stage:${string}` | 'final'
