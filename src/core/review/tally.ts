const sentences = {
  doubled: ['is there twice and counts once', 'are there twice and count once'],
  done: ['is as it was decided already', 'are as they were decided already'],
  undecided: ['is not decided yet', 'are not decided yet'],
  kept: ['stays as it is', 'stay as they are'],
  repaired: [
    'had lost the letter case of its Salesforce User ID, which was repaired',
    'had lost the letter case of their Salesforce User IDs, which was repaired',
  ],
} as const

/** Counts what is noticed about the rows of a review sheet, and says it. */
export class Tally {
  readonly #counts = new Map<keyof typeof sentences, number>()

  /** One more row of which this is true. */
  add(what: keyof typeof sentences): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  /** A sentence for everything that was noticed. */
  told(): string[] {
    return [...this.#counts].map(([what, count]) =>
      count === 1 ? `1 row ${sentences[what][0]}` : `${count} rows ${sentences[what][1]}`,
    )
  }
}
