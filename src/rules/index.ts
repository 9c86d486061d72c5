import type { Rule } from '../model/finding.ts'
import type { Policy } from '../model/policy.ts'
import { agentWorktree } from './agent-worktree.ts'
import { argNotRedeclared } from './arg-not-redeclared.ts'
import { arrivesEmpty } from './arrives-empty.ts'
import { baseImageMutable } from './base-image-mutable.ts'
import { buildersDiffer } from './builders-differ.ts'
import { cacheExportMin } from './cache-export-min.ts'
import { copyBeforeInstall } from './copy-before-install.ts'
import { copyBroad } from './copy-broad.ts'
import { copyShellSyntax } from './copy-shell-syntax.ts'
import { copySourceIgnored } from './copy-source-ignored.ts'
import { copySourceMissing } from './copy-source-missing.ts'
import { copyUnsetVariable } from './copy-unset-variable.ts'
import { duplicateContent } from './duplicates.ts'
import { frontendUnknown } from './frontend-unknown.ts'
import { gitCredentials } from './git-credentials.ts'
import { gitignoredSent, modifiedSent, untrackedSent } from './git-states.ts'
import { hardlinkOutside } from './hardlink-outside.ts'
import { ignoreDeadException } from './ignore-dead-exception.ts'
import { ignoreDeadLine } from './ignore-dead-line.ts'
import { ignoreFailsOpen } from './ignore-fails-open.ts'
import { ignoreGitignoreHabit } from './ignore-gitignore-habit.ts'
import { ignoreInactive } from './ignore-inactive.ts'
import { ignoreInvalid } from './ignore-invalid.ts'
import { ignoreMissing } from './ignore-missing.ts'
import { ignoreSlowException } from './ignore-slow-exception.ts'
import { ignoreSuspiciousLine } from './ignore-suspicious-line.ts'
import { junkDirectory } from './junk-directory.ts'
import { largeDirectory } from './large-directory.ts'
import { lfsPointer } from './lfs-pointer.ts'
import { symlinkAbsolute, symlinkBroken, symlinkEscapes, symlinkTargetIgnored } from './links.ts'
import { oddName } from './odd-name.ts'
import { nestedRepository, submoduleMissing } from './repositories.ts'
import { secretContent } from './secret-content.ts'
import { secretFile } from './secret-file.ts'
import { secretInDockerfile } from './secret-in-dockerfile.ts'
import { secretNotMounted } from './secret-not-mounted.ts'
import { secretNotPassed } from './secret-not-passed.ts'
import { contextTooLarge, largeFile } from './size.ts'
import { mountPoint, setuid, specialFile, unreadable } from './special-files.ts'
import { strayArtifact } from './stray-artifact.ts'
import { symlinkSharedSource } from './symlink-shared-source.ts'
import { trackedExcluded } from './tracked-excluded.ts'
import { vcsDirectory } from './vcs-directory.ts'

const SECRETS: readonly Rule[] = [gitCredentials, secretFile, secretContent, secretInDockerfile]

const JUNK_AND_SIZE: readonly Rule[] = [
  vcsDirectory,
  agentWorktree,
  nestedRepository,
  junkDirectory,
  strayArtifact,
  largeFile,
  duplicateContent,
  contextTooLarge,
  largeDirectory,
]

const GIT: readonly Rule[] = [
  submoduleMissing,
  lfsPointer,
  gitignoredSent,
  untrackedSent,
  modifiedSent,
  trackedExcluded,
]

const IGNORE_FILE: readonly Rule[] = [
  ignoreInvalid,
  ignoreFailsOpen,
  ignoreMissing,
  ignoreInactive,
  arrivesEmpty,
  ignoreGitignoreHabit,
  ignoreDeadException,
  ignoreSuspiciousLine,
  ignoreSlowException,
  ignoreDeadLine,
  buildersDiffer,
]

const LINKS_AND_SPECIAL_FILES: readonly Rule[] = [
  unreadable,
  mountPoint,
  symlinkEscapes,
  symlinkAbsolute,
  symlinkTargetIgnored,
  symlinkBroken,
  symlinkSharedSource,
  hardlinkOutside,
  specialFile,
  oddName,
  setuid,
]

const BUILD: readonly Rule[] = [
  copySourceMissing,
  copySourceIgnored,
  copyUnsetVariable,
  copyShellSyntax,
  copyBroad,
  argNotRedeclared,
  secretNotPassed,
  secretNotMounted,
  copyBeforeInstall,
  baseImageMutable,
  cacheExportMin,
  frontendUnknown,
]

/** Rules that say nothing where no Dockerfile can be read. */
export const DOCKERFILE: readonly Rule[] = [...BUILD, secretInDockerfile]

/** Rules that say nothing where nobody says which secrets a build is given: no option of `check` does. */
export const SECRETS_GIVEN: readonly Rule[] = [secretNotPassed, secretNotMounted]

/** Rules that say nothing where there is no command. */
export const COMMAND: readonly Rule[] = [cacheExportMin]

/** Every rule, in the order in which a report shows what is equally severe. */
export const RULES: readonly Rule[] = [
  ...SECRETS,
  ...JUNK_AND_SIZE,
  ...GIT,
  ...IGNORE_FILE,
  ...LINKS_AND_SPECIAL_FILES,
  ...BUILD,
]

/** The rules that a policy leaves on. */
export function enabledRules({ rules, secrets }: Policy): Rule[] {
  return RULES.filter(rule => rules[rule.id] !== 'off' && (secrets || !SECRETS.includes(rule)))
}
