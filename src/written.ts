import type { DockerfileText } from './model/dockerfile.ts'
import type { BuildRequest } from './model/request.ts'
import type { WrittenSecrets } from './model/secret.ts'
import { settingsOf } from './rules/dockerfile-settings.ts'
import { assigned, secretsInSetting } from './secrets/in-setting.ts'
import { detectionFor } from './secrets/on-demand.ts'

/** What finds the secrets that people wrote for a build. It knows the texts of this build only. */
export async function writtenSecrets(
  request: BuildRequest,
  text: DockerfileText | undefined,
): Promise<WrittenSecrets> {
  const settings = text ? settingsOf(text).map(({ key, value = '' }) => assigned(key, value)) : []
  const detection = await detectionFor([
    ...(text ? [text.source, ...settings] : []),
    ...passedTo(request).map(([key, value]) => assigned(key, value)),
  ])
  return {
    inText: detection.secretsInText,
    inSetting: (key, value) => secretsInSetting(detection, key, value),
    spansIn: detection.spansOfSecrets,
  }
}

/** Names and values of all build arguments that somebody gives it. */
export function passedTo({ buildArgs = {}, otherArgs = [] }: BuildRequest): [string, string][] {
  return [buildArgs, ...otherArgs].flatMap(Object.entries<string>)
}
