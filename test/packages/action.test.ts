import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod/mini'
import { helpTopics } from '../../src/cli/help-topics.ts'
import { ownEnvironment, sfsync } from '../support/sfsync.ts'
import { packInto } from '../support/tarball.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'action.yml'), 'utf8')

// What GitHub knows for an action of this kind; anything else in the file is a typing error.
const input = z.strictObject({ description: z.string(), default: z.optional(z.string()) })
const common = { name: z.string(), if: z.optional(z.string()) }
const script = z.strictObject({
  ...common,
  id: z.optional(z.string()),
  shell: z.literal('bash'),
  env: z.optional(z.record(z.string(), z.string())),
  run: z.string(),
})
const other = z.strictObject({
  ...common,
  uses: z.string().check(z.regex(/^[\w-]+\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/)),
  with: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
})
const action = z
  .strictObject({
    name: z.string(),
    description: z.string().check(z.maxLength(125)),
    author: z.string(),
    branding: z.strictObject({ icon: z.string(), color: z.string() }),
    inputs: z.record(z.string(), input),
    outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
    runs: z.strictObject({ using: z.literal('composite'), steps: z.array(z.union([script, other])) }),
  })
  .parse(parse(text))
const scripts = action.runs.steps.flatMap((step) => ('run' in step ? [step] : []))

describe('action.yml', () => {
  test('refers only to inputs and steps that exist, and uses every input', () => {
    const inputs = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name = '']) => name)
    expect([...new Set(inputs)].toSorted()).toEqual(Object.keys(action.inputs).toSorted())
    const steps = [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    for (const [, id, name] of steps)
      expect(scripts.find((step) => step.id === id)?.run).toContain(`echo '${name ?? ''}=`)
  })

  test('never puts a value into a script as text, where it would be run', () => {
    expect(scripts.filter(({ run }) => run.includes('${{'))).toEqual([])
  })
})

test('the workflow in the documentation is one, and gives only inputs and variables that exist', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'installation.md'), 'utf8')
  const workflow = z
    .object({
      on: z.object({ pull_request: z.object({ paths: z.array(z.string()) }) }),
      permissions: z.strictObject({ contents: z.literal('read') }),
      jobs: z.object({
        report: z.object({
          steps: z.array(
            z.object({
              uses: z.string(),
              with: z.optional(z.record(z.string(), z.string())),
              env: z.optional(z.record(z.string(), z.string())),
            }),
          ),
        }),
      }),
    })
    .parse(parse(/^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? ''))
  const given = workflow.jobs.report.steps.flatMap((step) => Object.keys(step.with ?? {}))
  expect(given).toEqual(['plan', 'fail-on-findings'])
  expect(given.filter((name) => action.inputs[name] === undefined)).toEqual([])
  const variables = workflow.jobs.report.steps.flatMap((step) => Object.keys(step.env ?? {}))
  const known = JSON.stringify(helpTopics.find(({ name }) => name === 'environment')?.body)
  expect(variables.length).toBeGreaterThan(2)
  expect(variables.filter((name) => !known.includes(`\`${name}\``))).toEqual([])
})

/** What a run of the action left behind. */
interface Ended {
  readonly failed: string | undefined
  readonly summary: string
  readonly outputs: Readonly<Record<string, string>>
  readonly log: string
}

let packed = ''
let tarball = ''
beforeAll(() => {
  packed = mkdtempSync(join(tmpdir(), 'sfsync-action-'))
  tarball = packInto(packed)
})
afterAll(() => rmSync(packed, { recursive: true, force: true }))

/** Runs the scripts as a runner of GitHub does: values in the environment, files for what a step leaves to the next. */
function runAction(home: string, given: Readonly<Record<string, string>>): Ended {
  const files = Object.fromEntries(
    ['GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT', 'GITHUB_PATH'].map((name) => [name, join(home, name)]),
  )
  for (const file of Object.values(files)) writeFileSync(file, '')
  const defaults = Object.fromEntries(
    Object.entries(action.inputs).map(([name, each]) => [name, each.default ?? '']),
  )
  const values: Readonly<Record<string, string>> = { ...defaults, ...given }
  const valueOf = (expression: string) =>
    expression.replaceAll(/\$\{\{ (\w+)\.([\w-]+) \}\}/g, (_, kind, name) =>
      kind === 'inputs' ? (values[name] ?? '') : '',
    )
  const content = (name: string) => readFileSync(files[name] ?? '', 'utf8')
  const log: string[] = []
  let failed: string | undefined
  for (const step of scripts) {
    if (!isWanted(step.if, values)) continue
    const file = join(home, 'step.sh')
    writeFileSync(file, step.run)
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, valueOf(value)])
    const environment = ownEnvironment(home, {
      ...files,
      ...Object.fromEntries(own),
      CI: 'true',
      RUNNER_TEMP: home,
      SFSYNC_PROFILE: 'demo',
      npm_config_offline: 'true',
    })
    const path = [...content('GITHUB_PATH').split('\n').filter(Boolean), environment['PATH']].join(delimiter)
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd: home,
      env: { ...environment, PATH: path },
      encoding: 'utf8',
    })
    log.push(stdout, stderr)
    if (status !== 0) failed = step.name
    if (failed !== undefined) break
  }
  const outputs = Object.fromEntries(
    content('GITHUB_OUTPUT')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('=')),
  )
  return { failed, summary: content('GITHUB_STEP_SUMMARY'), outputs, log: log.join('') }
}

/** The two conditions that the file uses. */
function isWanted(condition: string | undefined, values: Readonly<Record<string, string>>): boolean {
  if (condition === undefined) return true
  const [, name = '', operator, value] = /^inputs\.([\w-]+) (==|!=) '(.*)'$/.exec(condition) ?? []
  if (operator === undefined) throw new Error(`this test does not understand the condition ${condition}`)
  return (values[name] === value) === (operator === '==')
}

/** Someone who is mapped, and inactive in Salesforce. */
async function withFinding(): Promise<string> {
  const home = temporaryFolder()
  const words = ['create-user', '--from-sf', '0055g0000004CeYAAU', '--map', '--allow-inactive']
  expect(await sfsync(home, ['--profile', 'demo', ...words])).toMatchObject({ exitCode: 0 })
  return home
}

describe('its steps', () => {
  test('show the check and the plan in the summary, and say what they found', async () => {
    const home = await withFinding()
    writeFileSync(
      join(home, 'new people.csv'),
      'First name,Last name,Email,Team\nGrace,Hopper,grace@acme.example,Sales\n',
    )
    const sha256 = createHash('sha256').update(readFileSync(tarball)).digest('hex')
    const ended = runAction(home, { package: tarball, sha256, plan: 'new people.csv', 'create-team': 'true' })
    expect([ended.failed, ended.outputs]).toEqual([undefined, { findings: 'true', changes: 'true' }])
    expect(ended.summary).toContain('alan.turing@acme.example')
    expect(ended.summary).toContain('### 1 team and 1 user to add')
    expect(ended.summary).toMatch(/\| add \| user \| grace@acme\.example/)
  })

  test('show why a plan fails, and fail with it; a name is never run', () => {
    const home = temporaryFolder()
    const file = '$(touch owned).csv'
    writeFileSync(join(home, file), 'First name,Last name,Email\nAlan,Turing,\n')
    const ended = runAction(home, { package: tarball, plan: file })
    expect([ended.failed, ended.outputs]).toEqual(['Plan', { findings: 'false' }])
    expect(ended.summary).toContain(`### Error: 1 of 1 row of \\$(touch owned).csv has a problem`)
    expect(ended.summary).toMatch(/^\| 2 \| Email \| - \| the row has neither/m)
    expect(ended.log).toContain('names no user (line 2)')
    expect(existsSync(join(home, 'owned'))).toBe(false)
  })

  test('fail on a finding where that is asked for', async () => {
    const ended = runAction(await withFinding(), { package: tarball, 'fail-on-findings': 'true' })
    expect([ended.failed, ended.outputs]).toEqual(['Check', { findings: 'true' }])
    expect(ended.summary).toContain('alan.turing@acme.example')
  })

  test('install no package with another checksum than the one that was given', () => {
    const ended = runAction(temporaryFolder(), { package: tarball, sha256: '0'.repeat(64) })
    expect([ended.failed, ended.summary]).toEqual(['Install sfsync', ''])
    expect(ended.log).toContain('FAILED')
  })
})
