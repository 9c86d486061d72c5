import { describe, expect, it } from 'vitest'
import { auditBuild, saidOfBuild } from './audit-build.ts'

describe('copy-unset-variable', () => {
  const rule = 'copy-unset-variable'
  const tree = { 'src/app.js': '', 'app.js': '', 'app.conf': '' }

  it('says that a bare one takes the whole context, and what else may be meant', async () => {
    expect(await auditBuild(tree, ['FROM scratch', 'ARG APP_DIR=src', 'COPY $APPDIR /app'])).toMatchObject([
      {
        rule,
        severity: 'error',
        location: { file: 'Dockerfile', line: 3, column: 6 },
        message: '$APPDIR is not defined: COPY takes the whole of the context',
        data: { variables: ['APPDIR'] },
        fix: { why: 'did you mean $APP_DIR?' },
      },
    ])
  })

  it('says what the source becomes, whether that is there or not', async () => {
    const dockerfile = ['FROM scratch', `COPY \${V}/app.js /1`, `COPY \${V}/lib.js /2`, `COPY \${V}*.zip /3`]
    expect(await saidOfBuild(tree, dockerfile)).toEqual([
      [2, rule, 'error', `$V is not defined: \${V}/app.js becomes /app.js, and that is what COPY takes`],
      [
        3,
        rule,
        'error',
        `$V is not defined: \${V}/lib.js becomes /lib.js, which the context does not hold, and the build fails`,
      ],
      [
        4,
        rule,
        'error',
        `$V is not defined: \${V}*.zip becomes /*.zip, which matches nothing, and BuildKit goes on`,
      ],
    ])
  })

  it('leaves alone what has a default of its own', async () => {
    const dockerfile = ['FROM scratch', `COPY \${V:-src} \${V-src} /1/`, `COPY app\${V:+x}.js /2`]
    expect(await saidOfBuild(tree, dockerfile)).toEqual([])
  })

  it('tells an ARG without a value, unless the source can be had without it', async () => {
    const dockerfile = [
      'FROM scratch',
      'ARG JAR',
      'ARG SUFFIX',
      'COPY app$SUFFIX.conf /',
      'COPY $JAR /app.jar',
    ]
    expect(await auditBuild(tree, dockerfile)).toMatchObject([
      {
        rule,
        severity: 'error',
        message:
          '$JAR has no value: the ARG on line 2 gives it none, and neither does a --build-arg: COPY takes the whole of the context',
        fix: { why: 'give it a default, or --build-arg JAR=… here as to the build' },
      },
    ])
    expect(await auditBuild(tree, dockerfile, { buildArgs: { JAR: 'app.js' } })).toEqual([])
  })

  it('knows those of BuildKit, and those that are defined too late', async () => {
    const dockerfile = ['FROM scratch', 'COPY app-$TARGETARCH /', 'COPY $LATE /', 'ARG LATE=src']
    const findings = await auditBuild(tree, dockerfile)
    expect(new Map(findings.map(({ message, fix }) => [message, fix!.why]))).toEqual(
      new Map([
        [
          '$TARGETARCH is not defined in this stage, which has no ARG for it: app-$TARGETARCH becomes /app-, which the context does not hold, and the build fails',
          'add `ARG TARGETARCH` to the stage',
        ],
        [
          '$LATE is not defined yet: line 4 defines it only afterwards: COPY takes the whole of the context',
          'define it before it is used',
        ],
      ]),
    )
  })

  it('only warns where the base image may define it', async () => {
    const from = (image: string) => saidOfBuild(tree, [`FROM ${image}`, `COPY \${APP_DIR}/app.js /`])
    expect(await from('registry.example/base:1')).toEqual([
      [
        2,
        rule,
        'warning',
        `$APP_DIR is defined nowhere in the Dockerfile; unless the image registry.example/base:1 does: \${APP_DIR}/app.js becomes /app.js, and that is what COPY takes`,
      ],
    ])
    // not an image that everybody knows
    expect(await from('node:22')).toMatchObject([[2, rule, 'error', expect.any(String)]])
  })

  it('leaves an ARG before the first FROM to the rule that is about it', async () => {
    expect(
      await saidOfBuild(tree, ['ARG DIR=src', 'FROM scratch', 'COPY $DIR /', 'COPY $DIR/lib.js /']),
    ).toEqual([])
    expect(await saidOfBuild(tree, ['ARG DIR', 'FROM scratch', 'ARG DIR', 'COPY $DIR /'])).toMatchObject([
      [4, rule, 'error', expect.stringContaining('the ARG on line 3 gives it none')],
    ])
  })

  it('is about bind mounts too', async () => {
    expect(
      await saidOfBuild(tree, ['FROM scratch', 'RUN --mount=type=bind,source=$DIR,target=/src make']),
    ).toEqual([[2, rule, 'error', '$DIR is not defined: RUN --mount takes the whole of the context']])
  })
})

describe('copy-shell-syntax', () => {
  const rule = 'copy-shell-syntax'
  const tree = { 'a.txt': '', 'config.json': '' }
  const said = async (copy: string) =>
    (await saidOfBuild(tree, ['FROM scratch', copy])).map(
      ([, id, severity, message]) => `${severity} ${id}: ${message}`,
    )

  it.each([
    [
      'COPY $(git ls-files) /app/',
      'COPY runs no command: `$(git`, `ls-files)` are taken for sources; the context holds no such thing, and the build fails',
    ],
    [
      'COPY a.txt `cat list` /app/',
      'COPY runs no command: ``cat`, `list`` are taken for sources; the context holds no such thing, and the build fails',
    ],
    [
      'COPY $(find $DIR -name *.txt) /app/',
      'COPY runs no command: `$(find`, ``, `-name`, `*.txt)` are taken for sources; the context holds no such thing, and the build fails',
    ],
    [
      'COPY {a,b}.txt /app/',
      'COPY expands no braces: `{a,b}.txt` is taken for a source; the context holds no such thing, and the build fails',
    ],
    [
      'ADD ~/.netrc /root/',
      'ADD knows no home directory: `~/.netrc` is taken for a source; the context holds no such thing, and the build fails',
    ],
    [
      'COPY !(node_modules) /app/',
      'COPY knows no patterns but *, ? and […]: `!(node_modules)` is taken for a source; the context holds no such thing, and the build fails',
    ],
    [
      'COPY config.json /app/ 2>/dev/null || true',
      'COPY is read by no shell: `2>/dev/null`, `||` are taken for sources, and `true` for the destination; the context holds no such thing, and the build fails',
    ],
    [
      'COPY a.txt /app # the text',
      'COPY can not be followed by a comment: `#`, `the` are taken for sources, and `text` for the destination; the context holds no such thing, and the build fails',
    ],
    [
      'COPY a.txt ~/',
      'COPY knows no home directory: `~/` is taken as it is for the destination, and there the files come to lie',
    ],
  ])('finds what is wrong with %s, and says nothing else of it', async (copy, message) => {
    expect(await said(copy)).toEqual([`error ${rule}: ${message}`])
  })

  it('points to the first word', async () => {
    expect(await auditBuild(tree, ['FROM scratch', 'COPY a.txt $(x) /app/'])).toMatchObject([
      { location: { line: 2, column: 12 }, data: { words: ['$(x)'], kind: 'substitution' } },
    ])
  })

  it('leaves alone what is really called so, and what is no shell’s', async () => {
    const names = { '{a,b}': '', '~x': '', '#1': '', 'a;b': '' }
    const dockerfile = [
      'FROM scratch',
      'ARG N=a',
      'COPY {a,b} ~x #1 a;b /x/',
      `COPY \${N:-a,b}.txt [a-c].txt ?.txt /x/`,
    ]
    expect(await saidOfBuild({ ...tree, ...names }, dockerfile)).toEqual([])
  })

  it('blames nothing on a word that is really there', async () => {
    const said = await saidOfBuild({ '#1': '' }, ['FROM scratch', 'COPY a.txt #1 nowhere /x/'])
    expect(said.map(([, id]) => id)).toEqual(['copy-source-missing', 'copy-source-missing'])
  })

  it('still lets other rules speak of the other sources', async () => {
    expect(await saidOfBuild(tree, ['FROM scratch', 'COPY nowhere {a,b} /x/'])).toMatchObject([
      [2, 'copy-source-missing', 'error', expect.any(String)],
      [2, rule, 'error', expect.any(String)],
    ])
  })
})
