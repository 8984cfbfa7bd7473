// release.ts <version>: makes everything that a release consists of in release/, and its commit and tag. It publishes and
// pushes nothing; at the end it prints the commands that do.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { problemsOf, unreleasedText, withVersion } from './changelog.ts'
import { billOfMaterials } from './sbom.ts'

const root = join(import.meta.dirname, '..')
const output = join(root, 'release')
const [version = ''] = process.argv.slice(2)
const changelogFile = join(root, 'CHANGELOG.md')
const changelog = readFileSync(changelogFile, 'utf8')

const problems = problemsOf(version, {
  status: git('status', '--porcelain'),
  tags: git('tag', '--list').split('\n'),
  changelog,
  current: currentVersion(),
})
if (problems.length > 0) {
  for (const problem of problems) process.stderr.write(`error: ${problem}\n`)
  process.stderr.write('Nothing was released or changed.\n')
  process.exitCode = 1
} else await release()

async function release(): Promise<void> {
  const now = new Date()
  try {
    rmSync(output, { recursive: true, force: true })
    mkdirSync(output)
    writeFileSync(changelogFile, withVersion(changelog, version, now.toISOString().slice(0, 10)))
    run('npm', 'version', version, '--no-git-tag-version', '--allow-same-version')
    run('npm', 'run', 'reference')
    run('npm', 'run', 'picture')
    await makeFiles(now)
    git('add', '--all')
    git('commit', '--quiet', '--message', `release: ${version}`)
    git('tag', '--annotate', `v${version}`, '--message', `sfsync ${version}`)
  } catch (error) {
    // The working tree was clean, so that this only takes back what was done here.
    git('restore', '--staged', '--worktree', '.')
    process.stderr.write('The working tree is as it was before; what was made is in release/.\n')
    throw error
  }
  const files = readdirSync(output).filter((name) => name !== 'sfsync')
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD').trim()
  process.stdout.write(
    [
      '',
      `Version ${version} is a commit and a tag in this clone, and these files in release/:`,
      ...files.map((name) => `  ${name}`),
      '',
      'Nothing is published. To publish it:',
      `  git push origin ${branch} v${version}`,
      `  gh release create v${version} --notes-file release/RELEASE-NOTES.md ${attached(files)}`,
      'To take it back instead:',
      `  git tag --delete v${version} && git reset --hard HEAD~1`,
      '',
    ].join('\n'),
  )
}

async function makeFiles(now: Date): Promise<void> {
  // It builds the program and what is in dist/share, too.
  run('npm', 'pack', '--silent', '--pack-destination', output)
  run(process.execPath, join(root, '.ci', 'executable.ts'))
  archive(now)
  for (const [shipment, suffix] of [
    ['package', ''],
    ['executable', '-linux-x64'],
  ] as const) {
    const text = await billOfMaterials(root, shipment, now.toISOString())
    writeFileSync(join(output, `sfsync-${version}${suffix}.cdx.json`), text)
  }
  writeFileSync(join(output, 'RELEASE-NOTES.md'), `${unreleasedText(changelog)}\n`)
  const sums = attachments().map((name) => `${sha256(join(output, name))}  ${name}\n`)
  writeFileSync(join(output, 'SHA256SUMS'), sums.join(''))
}

/** The executable with its manual, completions and notices, to be unpacked into a folder such as /usr/local. */
function archive(now: Date): void {
  const name = `sfsync-${version}-linux-x64`
  const work = mkdtempSync(join(tmpdir(), 'sfsync-release-'))
  try {
    const put = (from: string, to: string) => {
      mkdirSync(dirname(join(work, name, to)), { recursive: true })
      cpSync(join(root, from), join(work, name, to), { recursive: true })
    }
    put('release/sfsync', 'bin/sfsync')
    put('dist/share', 'share')
    for (const file of ['CHANGELOG.md', 'LICENSE', '.sfsyncrc.example']) put(file, `share/doc/sfsync/${file}`)
    const notices = execFileSync(join(output, 'sfsync'), ['help', 'third-party'], { maxBuffer: 1 << 26 })
    writeFileSync(join(work, name, 'share/doc/sfsync/THIRD-PARTY-NOTICES.txt'), notices)
    // With names, owners and times that do not depend on this machine.
    const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=u+rwX,go=rX']
    const file = join(output, `${name}.tar.gz`)
    run(
      'tar',
      '--create',
      '--gzip',
      ...same,
      `--mtime=${now.toISOString()}`,
      '--file',
      file,
      '-C',
      work,
      name,
    )
  } finally {
    rmSync(work, { recursive: true })
  }
}

function attachments(): string[] {
  return readdirSync(output).filter((name) => name.startsWith(`sfsync-${version}`))
}

function attached(files: readonly string[]): string {
  return files
    .filter((name) => name !== 'RELEASE-NOTES.md')
    .map((name) => `release/${name}`)
    .join(' ')
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function currentVersion(): string {
  const { version: current }: { version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  return current
}

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8' })
}

function run(program: string, ...words: readonly string[]): void {
  execFileSync(program, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}
