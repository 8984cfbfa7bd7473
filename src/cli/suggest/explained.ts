import type { Suggestion } from '../../core/match/suggestion.ts'
import { fullName } from '../../core/user.ts'
import type { Surface } from '../output/surface.ts'
import { visible } from '../output/visible.ts'

/** A suggestion with each rule's part in the score, to be read. */
export function explainedText({ user, certainty, candidates }: Suggestion, { paint }: Surface): string {
  const lines = [paint.bold(visible(`${fullName(user)} (${user.email}): ${certainty}`))]
  if (candidates.length === 0) lines.push('  nobody in Salesforce looks like this person')
  for (const { salesforceUser, score, evidence, caps } of candidates.slice(0, 3)) {
    const { name, salesforceUserId, email } = salesforceUser
    lines.push(visible(`  ${score.toFixed(2)}  ${name}, ${salesforceUserId}, ${email ?? 'no e-mail'}`))
    for (const { rule, text, weight } of evidence)
      lines.push(visible(`       ${weight < 0 ? '' : '+'}${weight.toFixed(2)}  ${rule}: ${text}`))
    for (const cap of caps) lines.push(visible(`       never sure: ${cap}`))
  }
  return `${lines.join('\n')}\n`
}
