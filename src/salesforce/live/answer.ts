/** What is asked of Salesforce. */
export interface Question {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What was answered, whatever the status; header names are in lower case. */
export class Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** As it came, unzipped: a page of users takes three times as much as text. */
  readonly bytes: Buffer

  constructor(status: number, headers: Readonly<Record<string, string>>, bytes: Buffer) {
    this.status = status
    this.headers = headers
    this.bytes = bytes
  }

  get body(): string {
    return this.bytes.toString('utf8')
  }

  /** The same without a secret that somebody put into it. */
  without(secret: string): Answer {
    const { body } = this
    return body.includes(secret)
      ? new Answer(this.status, this.headers, Buffer.from(body.replaceAll(secret, '[token]')))
      : this
  }
}
