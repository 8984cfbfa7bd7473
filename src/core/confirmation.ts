/** Everything that a doubtful write may need before it is carried out; the command line offers each as a flag of this name. */
export const confirmations = [
  'allow-unknown',
  'allow-inactive',
  'allow-non-person',
  'allow-mismatch',
  'take-over',
  'replace',
  'allow-rejected',
  'new',
  'move',
  'create-team',
  'remove-members',
  'prune',
] as const

/** One of the confirmations. */
export type Confirmation = (typeof confirmations)[number]

/** What a row needs before it is carried out. */
interface Doubt {
  readonly confirmation?: Confirmation
  /** What else may be meant. */
  readonly action?: unknown
}

/** Whether a doubt is about who or which team is meant: a general yes is no answer to that. */
export function isChoice({ confirmation, action }: Doubt): boolean {
  if (confirmation === undefined) return false
  return identityConfirmations.has(confirmation) || (confirmation === 'create-team' && action !== undefined)
}

const identityConfirmations: ReadonlySet<Confirmation> = new Set([
  'new',
  'allow-unknown',
  'allow-mismatch',
  'take-over',
  'replace',
  'allow-rejected',
])

/** Those that a single mapping may need. */
export const mapConfirmations = [
  'allow-unknown',
  'allow-inactive',
  'allow-non-person',
  'allow-mismatch',
  'take-over',
  'replace',
  'allow-rejected',
] as const satisfies readonly Confirmation[]

/** One of these. */
export type MapConfirmation = (typeof mapConfirmations)[number]

/** The confirmations that rows ask for, each once, in the order of the rows. */
export function confirmationsOf(rows: readonly { readonly confirmation?: Confirmation }[]): Confirmation[] {
  return [...new Set(rows.flatMap(({ confirmation }) => confirmation ?? []))]
}
