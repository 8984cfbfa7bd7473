import { phoneticKey } from './latin.ts'
import { english } from './nicknames-english.ts'
import { germanic } from './nicknames-germanic.ts'
import { others } from './nicknames-others.ts'
import { romance } from './nicknames-romance.ts'
import { slavic } from './nicknames-slavic.ts'

// Written for sfsync; no list was copied. Equivalents across languages, one group a line; what people are called in one language is in the files beside this one.
const equivalents = `
aleksandr alexander alex alec sandy sasha sascha xander alessandro alejandro aleksander
alexandra alex sandra sasha sandy alessandra aleksandra
andrew anders
andrew andy drew andreas andre andrei andres
anthony tony anton antonio antoine toni
barbara barb babs barbro
benjamin ben benny benji
catherine cathy kate katie kathy katherine kathryn cat katarina katharina ekaterina katya caterina
charles charlie chuck chaz carl karl carlos carlo
christina chris tina christine kristina kristin kirsten
christopher chris kris kit christoffer kristoffer topher
daniel dan danny daniele
david dave davey davide
deborah deb debbie debra
dimitri dmitry dima dmitri dimitrios mitya
dorothy dot dottie dolly dorothea dora
edward ed eddie ted teddy ned eduard eduardo edvard
elizabeth elisabeth eliza elise isabel
eugene gene evgeny zhenya
francis frank francesco francisco paco pancho franz frans
frederick fred freddie fredrik frederik friedrich fritz federico
gabriel gabe gabriele
george jorge georg yuri jorgen joerg giorgio georgios
gerald gerry jerry gerard
giuseppe beppe peppe jose joseph joe joey josef pepe iosif
gregory greg grigori
guillermo memo william will bill billy willy liam wilhelm willem guillaume
harold harry hal harald
helen helena elena nell lena ilona helene
henry harry hank henrik heinrich hendrik enrique enrico henri
ian iain john jan johan johannes juan ivan giovanni jean jon
ignacio nacho
isabella bella isabelle izzy
jacob jake jakob jacques jacopo
james jim jimmy jamie jaime
jennifer jen jenny
jeffrey jeff geoff geoffrey
jessica jess jessie
jonathan jon jonny nathan
joshua josh
judith judy judi
kenneth ken kenny
konstantin kostya costas kostas
lars laurits lawrence laurence lorenz lorenzo
leonard leo len lenny leonardo
lucas luke luca lukas
magdalena magda lena malena
margaret maggie meg peggy margareta greta margrethe grete rita margit
maria mary marie mia masha mari marija
mark marcus marc marco marcos markus
martin marty martino
matthew matt matty matthias mathias mats matteo mateo matvei
maximilian max maxim massimo maksim
melissa mel missy
michael mike mick mickey mikael michel miguel michele mikhail misha mikkel
mohammed muhammad mohamed mohammad mehmet
natalia natalie natasha nat nataliia
nicholas nils niels
nicholas klaus claus
nicholas nick nicky nicolas nikolai nikolaos nicola nikos kolya
olga olya
patricia pat patty trish tricia
patrick pat paddy patrik patrizio
pavel paul pablo paolo pasha
peter pete petr pedro pierre piotr pyotr petros petter
peter per peder
philip phil philipp felipe filip filippo
rachel rae rachael raquel
raymond ray ramon raimund
rebecca becky becca rebekka
richard rick dick rich ricky richie ricardo riccardo
robert bob rob bobby robbie bert roberto
roland rolf orlando
ronald ron ronnie
samantha sam sammy
samuel sam sammy
sebastian seb bastian sebastiano
sergei sergey serge sergio seryozha
sophia sofia sophie sonia sonya zofia
stephanie steph stefanie
stephen steve steven stefan stephan esteban stefano stepan stefanos
susan sue suzy susanna susanne suzanne
tatiana tanya tania
terence terry
theodore ted teddy theo fyodor fedor feodor
theresa terry tess teresa therese
thomas tom tommy tomas tommaso
timothy tim timmy timofei
valentina valya tina
victoria vicky tori viktoria
victor vic viktor vittorio
vincent vince vinny vincenzo vicente
vladimir vova volodya volodymyr
walter walt wally valter
yulia julia julie juliana
zachary zach zack
`

/** The groups of interchangeable first names that a first name, given by its phonetic key, belongs to. */
export function nicknameGroups(key: string): readonly number[] {
  // Made when a name is compared: most commands load this file and compare none.
  groups ??= groupsOf([equivalents, english, germanic, slavic, romance, others])
  let found = asked.get(key)
  if (found === undefined) {
    found = groups.get(nicknameKey(key)) ?? none
    if (asked.size >= mostAsked) asked.clear()
    asked.set(key, found)
  }
  return found
}

// First names are few, and each is asked for again and again.
const asked = new Map<string, readonly number[]>()
const mostAsked = 50_000

/** The names in a group, as they are looked up: nearly phonetic keys. */
export function nicknamesIn(group: number): string[] {
  groups ??= groupsOf([equivalents, english, germanic, slavic, romance, others])
  return [...groups].flatMap(([name, numbers]) => (numbers.includes(group) ? [name] : []))
}

// A nickname is spelled in several ways: Nicky, Nickie, Nikki and Nicki; Katy and Katie; Mat and Matt.
// Doubled letters before a last `e` stay: Danielle is a woman, Daniele a man.
function nicknameKey(key: string): string {
  return key
    .replace(/c(?![ehi])/g, 'k')
    .replace(/([^aeiou\s])\1+(?!e(?![a-z]))/g, '$1')
    .replace(/(?:ie|ei|ee)(?![a-z])/g, 'i')
}

const none: readonly number[] = []
let groups: ReadonlyMap<string, readonly number[]> | undefined

function groupsOf(texts: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  // One key of all texts is made faster than thousands of small ones.
  const text = nicknameKey(phoneticKey(texts.map((each) => each.trim()).join('\n')))
  const lines = text.split(/,?\n|, /)
  for (const [number, line] of lines.entries())
    for (const key of line.split(' ')) {
      const known = found.get(key)
      if (known === undefined) found.set(key, [number])
      else if (!known.includes(number)) known.push(number)
    }
  return found
}
