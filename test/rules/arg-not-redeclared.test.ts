import { describe, expect, it } from 'vitest'
import { auditDockerfile } from './audit-dockerfile.ts'
import { byLine } from './audit-tree.ts'

const RULE = 'arg-not-redeclared'
const TREE = { 'src/f': '', f: '' }

/** Names of the variables that are reported. */
async function reported(...dockerfile: string[]): Promise<unknown[]> {
  const given = ['ARG X=src', 'FROM scratch', ...dockerfile]
  const findings = await auditDockerfile(RULE, given, { tree: TREE })
  return findings.map(({ data }) => data.variable)
}

describe('arg-not-redeclared', () => {
  it('says that it stands for nothing, and how to bring it in', async () => {
    const dockerfile = ['ARG VERSION=1', 'FROM scratch AS build', 'LABEL version=$VERSION', 'ENV V=$VERSION']
    expect(await auditDockerfile(RULE, dockerfile, { tree: TREE })).toMatchObject([
      {
        severity: 'warning',
        location: { file: 'Dockerfile', line: 3 },
        message: '$VERSION stands for nothing here: the ARG on line 1 counts for FROM only',
        data: { variable: 'VERSION', lines: [3, 4], stage: 'build' },
        fix: { why: '`ARG VERSION` in the stage, without a value and before its first use, brings it in' },
      },
    ])
  })

  it('is an error in a source, and says what the source becomes (SEMANTICS.md 9.b)', async () => {
    const dockerfile = ['ARG X=src', 'FROM scratch', 'LABEL a=$X', `COPY \${X}/f /f`]
    expect(byLine(await auditDockerfile(RULE, dockerfile, { tree: TREE }))).toEqual([
      [
        4,
        'error',
        `$X stands for nothing here: the ARG on line 1 counts for FROM only, and the source \${X}/f becomes /f`,
      ],
    ])
    const bare = ['ARG X=src', 'FROM scratch', 'COPY $X /f']
    expect(byLine(await auditDockerfile(RULE, bare, { tree: TREE }))).toEqual([
      [
        3,
        'error',
        '$X stands for nothing here: the ARG on line 1 counts for FROM only, and a source that is empty takes the whole context',
      ],
    ])
    const mount = ['ARG X=src', 'FROM scratch', 'RUN --mount=type=bind,source=$X/f,target=/f true']
    expect(await auditDockerfile(RULE, mount, { tree: TREE })).toMatchObject([{ severity: 'error' }])
    const target = ['ARG X=src', 'FROM scratch', 'RUN --mount=type=bind,source=src,target=/f/$X true']
    expect(await auditDockerfile(RULE, target, { tree: TREE })).toMatchObject([{ severity: 'warning' }])
  })

  it('leaves a missing source to the message that names the reason', async () => {
    const dockerfile = ['ARG X=src', 'FROM scratch', 'COPY $X/g /f']
    expect(await auditDockerfile('copy-unset-variable', dockerfile, { tree: TREE })).toEqual([])
    expect(await auditDockerfile(RULE, dockerfile, { tree: TREE })).toMatchObject([{ severity: 'error' }])
  })

  it('keeps still where the stage declares it, or one that it is built on', async () => {
    expect(await reported('ARG X', 'COPY $X/f /f', 'RUN echo $X')).toEqual([])
    expect(await reported('ENV X=src', 'COPY $X/f /f', 'RUN echo $X')).toEqual([])
    const inherited = ['ARG X=src', 'FROM scratch AS a', 'ARG X', 'FROM a', 'COPY $X/f /f', 'RUN echo $X']
    expect(await auditDockerfile(RULE, inherited, { tree: TREE })).toEqual([])
    const inFrom = ['ARG X=scratch', `FROM \${X}`, 'COPY f /']
    expect(await auditDockerfile(RULE, inFrom, { tree: TREE })).toEqual([])
  })

  it.each([`\${X:-src}`, `\${X-src}`, `\${X:+a}`, `\${X+a}`, '\\$X', '$XY', `\${XY}`])(
    'keeps still about %s',
    async use => {
      expect(await reported(`LABEL a=${use}`, `RUN echo ${use}`)).toEqual([])
    },
  )

  it.each(['$X', `\${X}`, `a$X.b`, `\${X%.js}`, `\${X:-a}$X`])('reports %s', async use => {
    expect(await reported(`LABEL a="${use}"`)).toEqual(['X'])
    expect(await reported(`RUN echo ${use}`)).toEqual(['X'])
  })

  it('reads the scripts of RUN, where the shell finds nothing either', async () => {
    expect(await reported('RUN <<EOF', 'echo $X', 'EOF')).toEqual(['X'])
    expect(await reported('RUN ["sh", "-c", "echo $X"]')).toEqual(['X'])
    expect(await reported('RUN ["echo", "$X"]')).toEqual([])
    expect(await reported('RUN X=$(cat f) && echo $X')).toEqual([])
    expect(await reported('RUN for X in a b; do echo $X; done')).toEqual([])
    expect(await reported('RUN read -r X < f; echo $X')).toEqual([])
  })

  it('says what it can not know of the base image, and takes its own version for its own', async () => {
    const dockerfile = ['ARG NODE_VERSION=22', 'ARG APP=a', `FROM node:\${NODE_VERSION}`]
    const [finding, ...others] = await auditDockerfile(RULE, [
      ...dockerfile,
      'LABEL version=$NODE_VERSION',
      'RUN echo $NODE_VERSION $APP',
    ])
    expect(others).toEqual([])
    expect(finding!.message).toBe(
      '$APP stands for nothing here, unless node:22 defines it: the ARG on line 2 counts for FROM only',
    )
  })

  it('says nothing of stages that are not built', async () => {
    const dockerfile = [
      'ARG X=src',
      'FROM scratch AS other',
      'RUN echo $X',
      'LABEL a=$X',
      'FROM scratch',
      'COPY f /',
    ]
    expect(await auditDockerfile(RULE, dockerfile, { tree: TREE })).toEqual([])
  })
})
