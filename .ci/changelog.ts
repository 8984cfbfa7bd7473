// What a release takes from CHANGELOG.md, and what it writes there.

const unreleased = /^## Unreleased\n([\s\S]*?)(?=^## |$(?![\s\S]))/m

/** What is not released yet, without its heading. */
export function unreleasedText(changelog: string): string {
  return unreleased.exec(changelog)?.[1]?.trim() ?? ''
}

/** The changelog in which all of this is the section of a version, below an empty section for what comes next. */
export function withVersion(changelog: string, version: string, day: string): string {
  return changelog.replace(/^## Unreleased$/m, `## Unreleased\n\n## ${version} - ${day}`)
}

/** What a release starts from. */
export interface ReleaseState {
  /** What `git status --porcelain` prints. */
  readonly status: string
  /** Every tag of the repository. */
  readonly tags: readonly string[]
  readonly changelog: string
  /** The version in package.json. */
  readonly current: string
}

/** Why a version cannot be released, each with what to do; empty where it can. */
export function problemsOf(version: string, { status, tags, changelog, current }: ReleaseState): string[] {
  const released = tags.flatMap((tag) =>
    isVersion(tag.slice(1)) && tag.startsWith('v') ? [tag.slice(1)] : [],
  )
  const newest = [...released, current].toSorted(byVersion).at(-1) ?? current
  const problems: string[] = []
  if (!isVersion(version)) return [`"${version}" is not a version: give three numbers, such as 1.2.0`]
  if (status !== '')
    problems.push(`the working tree has changes; commit them or put them away first:\n${status.trimEnd()}`)
  if (released.includes(version)) problems.push(`version ${version} has a tag already: give a new one`)
  else if (byVersion(version, newest) < 0)
    problems.push(`version ${version} is not new: the newest is ${newest}`)
  else if (
    changelog.split('\n').some((line) => line === `## ${version}` || line.startsWith(`## ${version} `))
  )
    problems.push(`version ${version} is not new: CHANGELOG.md has a section of it`)
  if (!/^- /m.test(unreleasedText(changelog)))
    problems.push('CHANGELOG.md says nothing under "Unreleased": write what changed for an admin')
  return problems
}

function isVersion(text: string): boolean {
  return /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/.test(text)
}

function byVersion(one: string, other: string): number {
  const [numbers, others] = [one, other].map((text) => text.split('.').map(Number))
  const differences = (numbers ?? []).map((number, at) => number - (others?.[at] ?? 0))
  return differences.find((difference) => difference !== 0) ?? 0
}
