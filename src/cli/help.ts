import type { Command, Help } from 'commander'

/** An example of a command and what it is for. */
export interface Example {
  readonly command: string
  readonly purpose: string
}

const examplesOf = new WeakMap<Command, readonly Example[]>()

/** Gives a command the examples that its help begins with. */
export function withExamples(command: Command, examples: readonly Example[]): Command {
  examplesOf.set(command, examples)
  return command
}

/** The examples of a command. */
export function examplesFor(command: Command): readonly Example[] {
  return examplesOf.get(command) ?? []
}

/** Help that begins with examples; the rest is commander's own. */
export function formatHelp(command: Command, helper: Help, original: Help['formatHelp']): string {
  const examples = examplesFor(command)
  const text = original.call(helper, command, helper)
  if (examples.length === 0) return text
  const lines = examples.flatMap(({ command: typed, purpose }) => [`  # ${purpose}`, `  $ ${typed}`])
  return `Examples:\n${lines.join('\n')}\n\n${text}`
}
