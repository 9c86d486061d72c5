// What short texts are searched with. It holds all detectors: see on-demand.ts.
export { secretsInText, spansOfSecrets } from './in-text.ts'
export { tokensInName, withoutTokens } from './shown.ts'
