import { exportAdvice, unreadable } from './source.ts'

// Fewer people, or fewer letters that differ between them, can be of one case by chance.
const fewestIds = 5
const fewestLetters = 10

/**
 * Watches the letter case of a whole column of 15-character IDs. Their case is significant; once a spreadsheet or a
 * database changed it, every ID looks right and is another person's or nobody's.
 */
export class IdCaseWatch {
  private fifteen = 0
  private otherLengths = false
  private sawUpper = false
  private sawLower = false
  private shared = ''
  private readonly letters = Array.from({ length: 15 }, () => 0)

  see(id: string): void {
    if (id.length !== 15) this.otherLengths = true
    if (this.otherLengths || (this.sawUpper && this.sawLower)) return
    this.fifteen += 1
    if (this.fifteen === 1) this.shared = id
    while (!id.startsWith(this.shared)) this.shared = this.shared.slice(0, -1)
    for (let position = 0; position < id.length; position += 1) this.count(position, id[position] ?? '')
  }

  private count(position: number, character: string): void {
    const upper = character >= 'A' && character <= 'Z'
    const lower = character >= 'a' && character <= 'z'
    this.sawUpper ||= upper
    this.sawLower ||= lower
    if (upper || lower) this.letters[position] = (this.letters[position] ?? 0) + 1
  }

  /** What to tell when there is too little to be sure; throws `report-unreadable` when the case was surely lost. */
  verdict(name: string, label: string): string[] {
    if (this.otherLengths || this.sawUpper === this.sawLower) return []
    const varying = this.letters.slice(this.shared.length).reduce((sum, count) => sum + count, 0)
    const letterCase = this.sawUpper ? 'upper' : 'lower'
    const fact = `all ${this.fifteen} Salesforce User IDs in column "${label}" have only ${letterCase}-case letters`
    if (this.fifteen >= fewestIds && varying >= fewestLetters) throw lostCase(`${name}: ${fact}`)
    if (this.fifteen < 3 || varying < 3) return []
    return [`in ${name} ${fact}: if a spreadsheet changed the case, they are other people's`]
  }
}

function lostCase(fact: string): Error {
  return unreadable(
    `${fact}, so their letter case was lost and they may be other people's IDs: in a 15-character ID, case counts`,
    [
      'use the file as Salesforce wrote it, not a copy from a spreadsheet or database: ' + exportAdvice,
      'or use 18-character IDs, which survive a lost case: sf data query --result-format csv --query "SELECT Id, ... FROM User"',
    ],
  )
}
