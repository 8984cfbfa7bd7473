import { describe, expect, test } from 'vitest'
import { consonantKey } from '../../../src/core/match/latin.ts'

const same = `
mohammed muhamad, mohamed muhammad, mohammad muhammed, yousef yusuf, youssef yusuf, hussein husain, hussain hussein,
hassan hasan, khaled khalid, ahmed ahmad, akhmed ahmed, mustafa mostafa, abdullah abdallah, abdulrahman abdelrahman,
suleiman suleyman, sulaiman suleiman, rasheed rashid, rashed rashid, mahmoud mahmud, hamed hamid,
fatima fatema, fatimah fatima, khadija khadijah, jamal djamal, tariq tarek, tareq tarik, farouk faruq,
karim kareem, nasser nasir, zaynab zainab, qasim kasem, abdulaziz abdelaziz, 
ismail ismael, abdelkarim abdulkareem, mansour mansur, masoud masud, iskander iskandar, fyodorov fiodorov,
dmitri dmitriy, dmitry dmitrii, tchaikovsky chaikovskii, tschaikowski tchaikovsky, wojciech vojciech, sergei sergey,
evgeny yevgeny, evgenii yevgeniy, ekaterina yekaterina, nikolai nikolay, mikhail mihail, alexandr aleksandr,
shevchenko schewtschenko, shcherbakov scherbakov, tchekhov chekhov, chernyshev tschernyschew, zhukov zukov,
kowalski kovalsky, dostoevsky dostoyevskii, rachmaninov rachmaninow, khrushchev khruschev, tarkovsky tarkowski,
vladimir wladimir, tatiana tatyana, natalia nataliya, kharitonov haritonov, krishnamurthy krishnamurti, srinivasan sreenivasan,
chaudhary chaudhry, chowdhury choudhury, mukherjee mukherji, banerjee banerji, bhattacharya bhatacharya, lakshmi laxmi,
deepak dipak, sandeep sandip, pradeep pradip, vikram wikram, jagdish jagdeesh, philip filip, stephan stefan,
kathrin katrin, jung-hoon junghun, choi choe, lee li, yoon yun, moon mun, soo su, woo wu, park parc
`
const different = `
martin morton, karin koren, anna ian, martin martina, karin karina, ivanov ivanova, alexander alexandra, hassan hussein,
lee lie, kim kam, mark mira, john jane, jan jon, ali eli, omar emir, maria mario, peter petra,
peter patrik, hans heinz, lars lauri, nils nelly, erik erika, daniel daniela, robert roberta, paul paula, carl carla,
jensen hansen, larsen olsen, nilsen olsen, berg borg, lund lind, dahl doyle, holm helm, strand strindberg, moe mae,
miller moller, weber huber, schmidt schultz, bauer baier, koch keck, braun brandt, jones james, brown brand, wilson nelson, evans owens, wright wirth,
marina moreno, simon simone, sandra sondre, kristin kirsten, christian christoph,
turner tanner, cooper casper, carter courtier, hudson hodges, morris norris, barker burke, porter peters, parker perkins,
dora dara, lena lina, mona mina, nina nona, tina tona, rosa rasa, lisa lasse, hanna henna, kari kora, kate kit, bob bab,
sam sim, tom tim, ben bin, dan don, ron ran, max mix, leo lea, noa nea, mia moa, eva ava, ida ada, per por, stephen stephanie, victor victoria, antonio antonia, anton antonia, andrei andrea
`
const pairsOf = (text: string): [string, string][] =>
  text
    .trim()
    .split(/,\s+/)
    .map((pair) => pair.split(' '))
    .map(([left = '', right = '']) => [left, right])

describe('the consonant key is the same for', () => {
  test.each(pairsOf(same))('%s and %s', (left, right) => {
    expect(consonantKey(left)).toBe(consonantKey(right))
  })
})

describe('the consonant key differs for', () => {
  test.each(pairsOf(different))('%s and %s', (left, right) => {
    expect(consonantKey(left)).not.toBe(consonantKey(right))
  })
})
