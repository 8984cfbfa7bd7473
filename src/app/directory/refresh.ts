import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import type { DirectoryScope } from '../../core/salesforce-user.ts'
import { countText } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import type { Configuration } from '../../config/keys.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import type { LiveReader, OrgConnection, ReaderOptions, ReadingWay } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { checkUser, countsOf, type ImportResult } from './import-directory.ts'
import { readAllUsers } from './read-all.ts'
import { type DeltaStart, readDelta, type RefreshRequest, type RefreshResult } from './read-delta.ts'
import { type ComparedRefresh, removalError, smallerViewNotice } from './removals.ts'
import { missingRights } from '../write.ts'

/** How the directory is refreshed. */
interface RefreshOptions extends RefreshRequest {
  readonly way?: ReadingWay
  readonly dryRun: boolean
  /** Exactly this many users may be dropped from the directory in this run. */
  readonly allowRemovals?: number
  /** How many changed users to name of each kind. */
  readonly named: number
}

/** Brings the directory up to date with the live org, or leaves it as it was. */
export async function refreshDirectory(context: AppContext, options: RefreshOptions): Promise<ImportResult> {
  const reader = await context.dependencies.openReader(await liveRequest(context), {
    ...readerRequest(context),
    ...given({ way: options.way }),
  })
  const last = await (await context.ledger()).directory.lastRead()
  const refreshed = await readDirectory(context, reader, options)
  const { staged, since } = refreshed
  const compared = { origin: reader.origin, scope: options.scope, refreshed, last }
  const refusal =
    refreshed.kind === 'full' && staged.received === 0
      ? noUsers(reader)
      : removalError(context, compared, options.allowRemovals)
  const counts = countsOf(staged, options.named)
  const written = refusal === undefined && !options.dryRun
  await (written ? staged.keep() : staged.discard())
  if (refusal !== undefined) throw refusal
  return {
    source: 'live',
    origin: reader.origin,
    ...counts,
    problems: [],
    notices: [
      ...noticesOf(reader, compared),
      ...(options.dryRun ? await missingRights(await context.ledger()) : []),
    ],
    written,
    since,
  }
}

function noUsers({ origin }: LiveReader): SfsyncError {
  return new SfsyncError('remote', `${origin} returned no users; the directory was not changed`, {
    actions: [checkUser],
  })
}

async function readDirectory(
  context: AppContext,
  reader: LiveReader,
  request: RefreshRequest,
): Promise<RefreshResult> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  if (isDeltaStart(last) && !request.full && !(await directory.hasInterruptedRefresh())) {
    const fits = last.scope === request.scope && last.origin === reader.origin
    const refreshed = fits ? await readDelta(context, directory, reader, request, last) : undefined
    if (refreshed !== undefined) return refreshed
    await context.detail('incremental refresh not possible; doing a full refresh')
  }
  return await readAllUsers(context, directory, reader, request)
}

function isDeltaStart(last: DirectoryReadRecord | undefined): last is DeltaStart {
  return last !== undefined && last.deltaFrom !== null
}

function noticesOf(reader: LiveReader, compared: ComparedRefresh): string[] {
  const { refreshed, scope } = compared
  const { staged, kind, identity, changedDuringRead, frozenKnown, viewAllUsers } = refreshed
  const hidden = reader.hiddenFields()
  return [
    ...(hidden.length > 0
      ? [
          `${identity.identity} cannot read ${hidden.join(', ')}; ${hidden.length === 1 ? 'it is' : 'they are'} empty in this refresh`,
        ]
      : []),
    ...changedText(changedDuringRead),
    ...(frozenKnown
      ? []
      : [`${identity.identity} cannot see which users are frozen (permission "Manage Users")`]),
    ...smallerViewNotice(compared),
    // With private sharing Salesforce omits users silently.
    ...(kind === 'full' && viewAllUsers !== true
      ? [
          `${identity.identity} sees ${countText(staged.received, 'user')} ${scopeTexts[scope]}; in an org that shares users privately there may be more, which need the permission "View All Users"`,
        ]
      : []),
  ]
}

const scopeTexts: Readonly<Record<DirectoryScope, string>> = {
  people: 'of type Standard',
  external: 'of the company and outside it',
  everyone: 'of any type',
}

const maxNamed = 5

function changedText(ids: readonly string[]): string[] {
  if (ids.length === 0) return []
  const named = ids.slice(0, maxNamed).join(', ') + (ids.length > maxNamed ? ', ...' : '')
  return [`${countText(ids.length, 'user')} changed during the refresh; saved as of now: ${named}`]
}

// A refresh before a list must not keep the admin waiting.
const maxSeconds = 10

/** Why the directory was not refreshed although it is old. */
interface RefreshFailure {
  readonly warning: Hint
  /** Not signed in, or an interrupted refresh: not worth a warning before a list. */
  readonly isExpected: boolean
}

/** Refreshes the directory before a list if it is old; a failure is only a warning, since the list shows its age. */
export async function refreshBeforeList(context: AppContext): Promise<void> {
  const failure = await refreshIfStale(context)
  if (failure !== undefined && !failure.isExpected) await context.warn(failure.warning)
}

/** Refreshes the directory incrementally if it was read from a live org longer ago than configured; returns why it could not. */
export async function refreshIfStale(context: AppContext): Promise<RefreshFailure | undefined> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  if (!isDeltaStart(last) || last.scope === null || !isOld(context, last)) return undefined
  if (await directory.hasInterruptedRefresh())
    return {
      warning: {
        text: 'Salesforce was not checked for changes because a full refresh was interrupted; resume it',
        command: commandLine('sf-users refresh'),
      },
      isExpected: true,
    }
  try {
    return await refreshQuickly(context, last, last.scope)
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    return {
      warning: `could not check Salesforce for changes: ${error.message}`,
      // An admin who never signed in here did not ask for a refresh.
      isExpected: error.code === 'login-needed' && error.rows.length === 0,
    }
  }
}

async function refreshQuickly(
  context: AppContext,
  last: DeltaStart,
  scope: DirectoryScope,
): Promise<RefreshFailure | undefined> {
  const reader = await context.dependencies.openReader(await quickRequest(context), readerRequest(context))
  const { directory } = await context.ledger()
  const refreshed =
    reader.origin === last.origin
      ? await readDelta(context, directory, reader, { scope, full: false }, last)
      : undefined
  if (refreshed === undefined)
    return {
      warning: {
        text: 'Salesforce was not checked for changes because the directory needs a full refresh',
        command: commandLine('sf-users refresh'),
      },
      isExpected: false,
    }
  const refusal = removalError(context, { origin: reader.origin, scope, refreshed, last }, undefined)
  await (refusal === undefined ? refreshed.staged.keep() : refreshed.staged.discard())
  if (refusal !== undefined) throw refusal
  return undefined
}

function isOld(context: AppContext, { at }: DirectoryReadRecord): boolean {
  const minutes = (context.dependencies.now().getTime() - Date.parse(at)) / 60_000
  // A time to come was written by a clock that was wrong, so no one knows how old the directory is.
  return minutes < 0 || minutes >= Number(context.configuration.settings['refresh-after-minutes'].value)
}

/** How to reach the live org for a question that an admin did not ask for, and must not wait for; throws as `liveRequest` does. */
export async function quickRequest(context: AppContext): Promise<OrgConnection> {
  const request = await liveRequest(context)
  const timeoutSeconds = Math.min(request.timeoutSeconds, maxSeconds)
  return { ...request, timeoutSeconds, retrySeconds: 1, deadlineSeconds: maxSeconds * 2 }
}

/** How to reach the live org of the profile; throws `login-needed` if no session is stored. */
export async function liveRequest(
  context: AppContext,
  configuration: Configuration = context.configuration,
): Promise<OrgConnection> {
  const { settings } = configuration
  let hasWaited = false
  return {
    session: await openSession(context, configuration),
    apiVersion: settings['api-version'].value,
    timeoutSeconds: Number(settings['timeout-seconds'].value),
    retrySeconds: Number(settings['retry-seconds'].value),
    deadlineSeconds: Number(settings['deadline-seconds'].value),
    requestsAtOnce: Number(settings['requests-at-once'].value),
    interrupted: context.dependencies.interrupted,
    onRetry: (message) => {
      // Several requests wait for the same reason at once.
      if (hasWaited) return
      hasWaited = true
      // The output may already be closed.
      context.note(message).catch(() => undefined)
    },
  }
}

/** From how many users on they are read with a bulk job. */
function readerRequest(context: AppContext): ReaderOptions {
  return { bulkFrom: Number(context.configuration.settings['bulk-from'].value) }
}

async function openSession(context: AppContext, configuration: Configuration) {
  try {
    return await context.dependencies.openSession(configuration)
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code !== 'login-needed') throw error
    throw new SfsyncError('login-needed', `not signed in to Salesforce: ${error.message}`, {
      rows: error.rows,
      actions: [
        ...error.actions,
        {
          text: 'or import an exported report instead',
          command: commandLine('sf-users import', '<report.csv>'),
        },
      ],
    })
  }
}
