import { SfsyncError } from '../core/errors.ts'
import { type Hint, withOptions, commandLine } from '../core/hint.ts'
import type { AppContext } from './context.ts'

/** Who made a plan: what the machine said, and the database role where the ledger has roles. */
interface Author {
  readonly actor: string
  readonly role?: string | undefined
}

/** The author of a plan in words. */
export function authorText({ actor, role }: Author): string {
  return role === undefined ? actor : `${actor} (database role ${role})`
}

/** Whether `apply` always refuses a plan that its author applies. */
export function isOtherAuthorRequired({ configuration }: AppContext): boolean {
  return ['true', '1'].includes(configuration.settings['require-other-author'].value)
}

/**
 * Refuses a plan whose author applies it: by the database role where there is one, which the server knows, and otherwise by
 * the actor. Returns what the admin should know where only actors were compared; throws `limit`.
 */
export function requireOtherAuthor(
  name: string,
  author: Author,
  actor: string,
  role: string | null,
): readonly Hint[] {
  if (role === null) {
    if (author.actor === actor) throw sameAuthor(name, authorText(author))
    return [
      `${author.actor} planned and ${actor} applies: these names are what each machine says; only a ledger on a PostgreSQL server knows who signed in`,
    ]
  }
  if (author.role === undefined)
    throw new SfsyncError(
      'limit',
      `${name} does not say which database role made it, so it is not known whether that was you; nothing was changed`,
      {
        actions: [
          {
            text: 'have someone else make the plan on this ledger',
            command: withOptions(commandLine('plan', '<file>'), { out: '<plan>' }),
          },
        ],
      },
    )
  if (author.role === role) throw sameAuthor(name, authorText(author))
  return []
}

function sameAuthor(name: string, author: string): SfsyncError {
  return new SfsyncError(
    'limit',
    `${name} was made by ${author}, which is you; someone else must apply it; nothing was changed`,
    { actions: ['give the plan to someone else, who reviews it and applies it'] },
  )
}
