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

const GENERATED = /(?:^|\/)(?:target|dist|\.next|\.nuxt|\.output|\.svelte-kit|\.terraform)\//i
const GENERATED_NAME =
  /(?:\.min\.(?:js|css|mjs|cjs)|\.(?:js|css|mjs|cjs|ts)\.map|\.bundle\.js|-lock\.(?:json|ya?ml)|\.lock|\.lockb|\.snap|\.svg|go\.sum|npm-shrinkwrap\.json|lock\.hcl)$/i

/** Tests that lie beside what they test, and their data. */
const TEST_NAME =
  /_test(?:_\w{1,32})?\.go$|(?:_test|_spec|\.test|\.spec)\.(?:[cm]?[jt]sx?|cs|exs?|java|kt|php|py|rb|rs|swift)$|(?:^|\/)test_[^/]{1,255}\.py$/

/** Files come directory by directory. */
let last = { dir: '', around: { vendored: false, tests: false, generated: false } as Surroundings }

/** Judges a path by its directories and its name. */
export function surroundingsOf(path: string): Surroundings {
  const dir = path.slice(0, path.lastIndexOf('/') + 1)
  if (dir !== last.dir)
    last = {
      dir,
      around: { vendored: VENDORED.test(dir), tests: TESTS.test(dir), generated: GENERATED.test(dir) },
    }
  const { tests, generated } = last.around
  const isTest = !tests && TEST_NAME.test(path)
  const isGenerated = !generated && GENERATED_NAME.test(path)
  if (!isTest && !isGenerated) return last.around
  return { ...last.around, tests: tests || isTest, generated: generated || isGenerated }
}
