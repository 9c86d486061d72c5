// What `import.meta.url` is in the CommonJS bundle.
import { pathToFileURL } from 'node:url'

export const here = pathToFileURL(__filename).href
