import { phoneticKey } from './latin.ts'

/** Interchangeable names, one group a line, the full name first; add lines for more languages. */
const lines = `
aleksandr alexander alex alec sandy sasha sascha xander alessandro alejandro aleksander
alexandra alex sandra sasha sandy alessandra aleksandra
andrew andy drew andreas andre andrei anders andres
anthony tony anton antonio antoine toni
barbara barb babs barbro
benjamin ben benny benji
catherine cathy kate katie kathy katherine kathryn cat katarina katharina ekaterina katya caterina
charles charlie chuck chaz carl karl carlos carlo
christina chris tina christine kristina kristin kirsten christa
christopher chris kris kit christoffer kristoffer topher
daniel dan danny daniele
david dave davey davide
deborah deb debbie debra
dimitri dmitry dima dmitri dimitrios mitya
dorothy dot dottie dolly dorothea dora
edward ed eddie ted teddy ned eduard eduardo edvard
elizabeth liz lizzie beth betty eliza elisabeth lisa elsa elise bettina lisbeth isabel
eugene gene evgeny zhenya
francis frank francesco francisco paco pancho franz frans
frederick fred freddie fredrik frederik friedrich fritz federico
gabriel gabe gabriele
george jorge georg yuri jorgen joerg giorgio georgios
gerald gerry jerry gerard
giuseppe beppe peppe jose joseph joe joey josef pepe iosif
gregory greg grigori
guillermo memo william will bill billy willy liam wilhelm willem guillaume
gunnar gunter guenther gunther
harold harry hal harald
helen helena elena nell lena ilona helene
henry harry hank henrik heinrich hendrik enrique enrico henri
ian iain john johnny jack jan johan johannes hans juan ivan giovanni gianni jean jon jens vanya hannes
ignacio nacho
isabella bella isabelle izzy
jacob jake jakob jack jacques jacopo
james jim jimmy jamie jaime
jennifer jen jenny
jeffrey jeff geoff geoffrey
jessica jess jessie
jonathan jon jonny nathan
joshua josh
judith judy judi
kenneth ken kenny
konstantin kostya costas kostas
lars lasse laurits lawrence larry laurence lorenz lorenzo
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
nicholas nick nicky nicolas nils niels klaus claus nikolai nikolaos nicola nikos kolya
olga olya helga
patricia pat patty trish tricia
patrick pat paddy patrik patrizio
pavel paul pablo paolo pasha
peter pete petr pedro pierre piotr pyotr petros per peder petter
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

/** The groups of a first name, given by its phonetic key. */
export function nicknameGroups(key: string): readonly number[] {
  // Made when a name is compared: most commands load this file and compare none.
  groups ??= groupsOf(lines)
  return groups.get(key) ?? none
}

const none: readonly number[] = []
let groups: ReadonlyMap<string, readonly number[]> | undefined

function groupsOf(text: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [number, line] of text.trim().split('\n').entries())
    for (const name of line.split(' ')) {
      const known = found.get(phoneticKey(name))
      if (known === undefined) found.set(phoneticKey(name), [number])
      else if (!known.includes(number)) known.push(number)
    }
  return found
}
