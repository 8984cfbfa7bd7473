import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { postgresServer } from '../../support/postgres-server.ts'
import { transcribe } from '../../support/transcript.ts'

const server = postgresServer()
const transcripts = join(import.meta.dirname, '..', '..', 'transcripts')
const samples = join(import.meta.dirname, '..', '..', 'salesforce', 'report', 'samples')

// What a server has besides, as the database role in a history, is in none of these.
const stories = ['check', 'decisions', 'map', 'review', 'suggest', 'todo-order']

test.concurrent.for(stories)(
  '%s is the same on a server as in a file',
  async (name, { expect, onTestFinished }) => {
    const home = mkdtempSync(join(tmpdir(), 'sfsync-test-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    for (const folder of [join(transcripts, 'files'), samples]) cpSync(folder, home, { recursive: true })
    const text = readFileSync(join(transcripts, `${name}.txt`), 'utf8')
    const database = `d${name.replaceAll('-', '_')}`
    await server.query(`create database ${database}`)
    const [address] = server.database().replace('/postgres?', `/${database}?`).split('?')
    const written = await transcribe(text, {
      home,
      environment: { SFSYNC_STORE_URL: address ?? '' },
      placeholders: { home, version: manifest.version, since: new Date(), ids: new Map() },
    })
    expect(written).toBe(text)
  },
)
