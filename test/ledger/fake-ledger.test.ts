import { FakeLedger } from '../support/fake-ledger.ts'
import { ledgerContract } from './contract.ts'

ledgerContract('the ledger in memory', () => Promise.resolve(new FakeLedger()))
