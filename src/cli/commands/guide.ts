import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { requireEntry, resolveSalesforceUser } from '../../app/resolve.ts'
import { resolveEach } from '../../app/resolve-many.ts'
import { SfsyncError } from '../../core/errors.ts'
import { type CommandLine, commandLine, withOptions } from '../../core/hint.ts'
import { given } from '../../core/values.ts'
import { whenForms } from '../../app/time-span.ts'
import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import { reportFiles } from '../file-kinds.ts'
import { askForFile } from '../file-question.ts'
import { askForSalesforceUser } from '../pickers.ts'
import { onlySalesforceUsers } from '../who-is-meant.ts'
import { type Step, triedAgain, walk } from '../walk.ts'
import { walkThrough } from '../write.ts'
import { stepsFor } from './guide-person.ts'
import { confirmSetting, explainSwitchingOff } from './settings/check.ts'
import { plainImport, runSfUsersImport } from './sf-users/import.ts'

export interface GuideOptions {
  /** Salesforce User IDs, usernames or record URLs; empty to search. */
  readonly people: readonly string[]
  /** Walk through what changed since last month instead. */
  readonly monthly: boolean
  /** From when on people count as having joined or changed; only with `monthly`. */
  readonly since?: string
}

export const guideCommand = defineCommand({
  name: 'guide',
  examples: [
    {
      command: 'sfsync guide',
      purpose: 'find a Salesforce user and do what is missing; stop with Ctrl-C, resume any time',
    },
    {
      command: 'sfsync guide 0055g0000000q1oAAA 0055g0000000qXKAAY',
      purpose: 'two users, one after the other',
    },
    {
      command: 'sfsync guide --monthly',
      purpose: 'every month, after reading Salesforce users again; without a terminal it prints the list',
    },
  ],
  declare: (command) =>
    command
      .argument(
        '[sfId...]',
        'Salesforce User ID, record URL, username, or unique e-mail or full name (default: search)',
      )
      .option(
        '--monthly',
        'instead of the four steps: who joined, left and changed, what waits to be entered, and licenses; each can be skipped',
      )
      .option(
        '--since <when>',
        `with --monthly: who joined or changed since then (${whenForms}; default: 45 days before the last read of Salesforce users, or the read before it if that is longer ago)`,
      ),
  options: ([people], { monthly, since }): GuideOptions => {
    if (monthly !== true && since !== undefined)
      throw new SfsyncError('usage', '--since needs --monthly', {
        actions: [withOptions(commandLine('guide'), { monthly: true, since })],
      })
    if (monthly === true && people.length > 0)
      throw new SfsyncError('usage', '--monthly is about everyone, so it takes no Salesforce users')
    return { people, monthly: monthly === true, ...given({ since }) }
  },
  run: runGuide,
})

export async function runGuide(
  { people, monthly, since }: GuideOptions,
  context: Context,
): Promise<ExitCode> {
  if (monthly) {
    await (await import('./guide-monthly.ts')).runMonthly(context, given({ since }))
    return exitCodes.done
  }
  if (!context.canAsk)
    throw new SfsyncError('usage', 'guide is interactive; run it in a terminal', {
      actions: [
        commandLine('settings check'),
        commandLine('sf-users list'),
        withOptions(commandLine('create-user'), { help: true }),
        withOptions(commandLine('map'), { help: true }),
      ],
    })
  const guide = new Guide(context, people)
  const resume = () => guide.resume
  await walkThrough(context, resume, async () => await walk(context, await guide.start()))
  return guide.exitCode
}

/** The questions of the guide, each of which is a step that can be gone back to. */
class Guide {
  readonly #context: Context
  #named: readonly string[]
  // Which of those named it is about, and the Salesforce User ID.
  #at = 0
  #current: string | undefined
  exitCode: ExitCode = exitCodes.done

  constructor(context: Context, people: readonly string[]) {
    this.#context = context
    this.#named = people
  }

  /** The command that goes on where the guide was stopped. */
  get resume(): CommandLine {
    const open = this.#named.slice(this.#at)
    return commandLine('guide', ...(this.#current === undefined ? open : [this.#current, ...open.slice(1)]))
  }

  /** The first question that is open; what is done already is only reported. */
  async start(): Promise<Step | undefined> {
    const ledger = await this.#context.ledger()
    // Who cannot be found is said before anything else is asked.
    if ((await ledger.directory.lastRead()) !== undefined) {
      this.#named = await onlySalesforceUsers(this.#context, this.#named)
      await resolveEach(
        this.#named,
        async (text) => await requireEntry(ledger, await resolveSalesforceUser(ledger, text)),
      )
    }
    const facts = await ledger.facts()
    const autoSync = facts.find(({ name }) => name === 'auto-sync')
    if (autoSync?.value !== 'off') return this.#autoSync
    await this.#context.note(`Step 1 is done: automatic sync is off (confirmed by ${autoSync.attestedBy}).`)
    return await this.#directory()
  }

  readonly #autoSync: Step = async () => {
    if ((await confirmSetting(this.#context, 'auto-sync')) !== 'on') return this.#integration
    await explainSwitchingOff(this.#context)
    await this.#context.suggest({ text: 'then continue', command: this.resume })
    this.exitCode = exitCodes.waiting
    return undefined
  }

  readonly #integration: Step = async () => {
    await confirmSetting(this.#context, 'integration-initialized')
    return await this.#directory()
  }

  async #directory(): Promise<Step | undefined> {
    const { directory } = await this.#context.ledger()
    if ((await directory.lastRead()) !== undefined) return await this.#person(0)
    await this.#context.note(
      'Step 2: no Salesforce users have been read yet. Export a Users report from Salesforce ("Details Only", .csv).',
    )
    await this.#context.note({
      text: 'or press Ctrl-C, and sign in to read the live org',
      command: commandLine('login'),
    })
    return this.#report
  }

  readonly #report: Step = async () => {
    const file = await askForFile(this.#context, 'Report file', reportFiles)
    return await triedAgain(this.#context, async () => {
      await runSfUsersImport({ ...plainImport, file }, this.#context)
      return await this.#person(0)
    })
  }

  // Those named on the command line, each by its number, because a step back may lead here again; without any, who is next is asked.
  async #person(at: number): Promise<Step | undefined> {
    if (this.#named.length === 0) return this.#search
    const text = this.#named[at]
    if (text === undefined) return undefined
    const ledger = await this.#context.ledger()
    const entry = await requireEntry(ledger, await resolveSalesforceUser(ledger, text))
    this.#at = at
    this.#current = entry.salesforceUser.salesforceUserId
    return await stepsFor(this.#context, entry, { next: async () => await this.#person(at + 1) })
  }

  readonly #search: Step = async () => {
    this.#current = undefined
    const entry = await askForSalesforceUser(this.#context, 'Step 2: which Salesforce user?')
    this.#current = entry.salesforceUser.salesforceUserId
    return await stepsFor(this.#context, entry, {
      next: async () => await Promise.resolve(this.#search),
      search: this.#search,
    })
  }
}
