export { globMatch as goMatch, globMatcher as goMatcher, hasWildcards } from '../ignore/index.ts'
