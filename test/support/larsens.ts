import { sfsync } from './sfsync.ts'

// Seven people of one name, so that there is someone to choose from, and some who are like no one.
const report = `User ID,First Name,Last Name,Email,Username,Active,Department,Title,Manager
0055g0000000aa1AAA,Kim,Larsen,kim.larsen@acme.example,kim.larsen@acme.example.prod,1,Sales North,Account Executive,Åse Ødegård
0055g0000000aa2AAA,Kim,Larssen,klarssen@acme.example,klarssen@acme.example.prod,1,Support,,
0055g0000000aa3AAA,K.,Larsen,k.larsen@old.example,k.larsen@acme.example.prod,0,Sales North,,
0055g0000000aa4AAA,Kimberly,Larsen,kimberly@acme.example,kimberly@acme.example.prod,1,Finance,Controller,
0055g0000000aa5AAA,Larsen,Kim,info@acme.example,larsen@acme.example.prod,1,,,
0055g0000000aa6AAA,Kim Anna,Larsen,kal@acme.example,kal@acme.example.prod,1,Sales South,,
0055g0000000aa7AAA,山田,太郎,taro.yamada@acme.example,taro@acme.example.prod,1,東京営業部,営業担当,
0055g0000000aa8AAA,Åse,Ødegård,ase.odegard@acme.example,ase@acme.example.prod,1,Sales North,Team lead,
0055g0000000aa9AAA,Maximiliana-Theodora,von und zu Hohenstein-Wittelsbach,maximiliana-theodora.hohenstein-wittelsbach@subsidiary.acme.example,mtvhw@acme.example.prod,1,Strategic Partnerships and Alliances,Vice President of Strategic Partnerships,
`
const users = `email,first name,last name,nickname,team
kim.larsen@acme.example,Kim,Larsen,,Sales North
taro.yamada@acme.example,山田,太郎,,Sales North
m.hohenstein@acme.example,Maximiliana-Theodora,von und zu Hohenstein-Wittelsbach,,
robot@acme.example,Report,Robot,,
aase.oedegaard@private.example,Aase,Oedegaard,aase,Sales North
`

/** A ledger with people to decide about, in this home: Åse, Kim, Maximiliana-Theodora, Robot and Tarō. */
export async function larsens(home: string): Promise<void> {
  for (const [words, stdin] of [
    [['sf-users', 'import', '-'], report],
    [['import', '-', '--create-team'], users],
  ] as const) {
    const { exitCode, stderr } = await sfsync(home, words, { stdin })
    if (exitCode !== 0) throw new Error(stderr)
  }
}
