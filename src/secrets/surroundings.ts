/** Where a file lies, as far as it changes what its content means. */
export interface Surroundings {
  /** a package of somebody else, as it was published */
  vendored: boolean
  /** tests, examples, documentation, translations: values there are mostly made up */
  tests: boolean
  /** made by a tool: build output, bundles, lock files, source maps */
  generated: boolean
}

const VENDORED =
  /(?:^|\/)(?:node_modules|bower_components|jspm_packages|vendor|third_party|\.?venv|site-packages|dist-packages)\/|(?:^|\/)Pods\//
const TESTS =
  /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|__fixtures__|testdata|test-data|examples?|samples?|docs?|locales?|i18n|snapshots?|__snapshots__)\//i

const GENERATED =
  /(?:^|\/)(?:target|dist|\.next|\.nuxt|\.output|\.svelte-kit|\.terraform)\/|(?:\.min\.(?:js|css|mjs|cjs)|\.(?:js|css|mjs|cjs|ts)\.map|\.bundle\.js|-lock\.(?:json|ya?ml)|\.lock|\.lockb|\.snap|\.svg|go\.sum|npm-shrinkwrap\.json|lock\.hcl)$/i

/** Judges a path by its directories and its name. */
export function surroundingsOf(path: string): Surroundings {
  return { vendored: VENDORED.test(path), tests: TESTS.test(path), generated: GENERATED.test(path) }
}
