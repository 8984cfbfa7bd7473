import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { beginBulkWrite, endBulkWrite } from '../../../src/ledger/sqlite/stage-read.ts'

test.each(['commit', 'rollback', undefined] as const)(
  'references are checked again after a bulk write that ended with %s',
  (how) => {
    const connection = new Database(':memory:')
    onTestFinished(() => {
      connection.close()
    })
    connection.exec('create table team (id primary key); create table user (team references team)')
    connection.pragma('foreign_keys = on')
    beginBulkWrite(connection)
    connection.exec("insert into user values ('nowhere')")
    if (how === undefined) connection.exec('rollback')
    endBulkWrite(connection, how)
    expect(() => connection.exec("insert into user values ('nowhere')")).toThrow('FOREIGN KEY')
  },
)
