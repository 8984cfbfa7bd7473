import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadScripts } from '../../../src/app/match/scripts.ts'
import {
  consonantKey,
  needsTransliteration,
  phoneticKey,
  transliterateWith,
} from '../../../src/core/match/latin.ts'

const pairsOf = (text: string): [string, string][] =>
  text
    .trim()
    .split(/,\s+/)
    .map((pair) => pair.split(' '))
    .map(([left = '', right = '']) => [left, right])

const isSame = (left: string, right: string): boolean =>
  phoneticKey(left) === phoneticKey(right) || consonantKey(left) === consonantKey(right)

const missed = (text: string): string[] =>
  pairsOf(text)
    .filter(([left, right]) => !isSame(left, right))
    .map((pair) => pair.join(' '))

test('Greek names meet their usual Latin spellings', () => {
  const names = `
    Γεώργιος Georgios, Γιώργος Giorgos, Ιωάννης Ioannis, Γιάννης Giannis, Κωνσταντίνος Konstantinos, Δημήτρης Dimitris,
    Νίκος Nikos, Παναγιώτης Panagiotis, Βασίλης Vasilis, Χρήστος Christos, Αθανάσιος Athanasios, Μιχάλης Michalis,
    Ευάγγελος Evangelos, Σπύρος Spyros, Αντώνης Antonis, Θεόδωρος Theodoros, Σταύρος Stavros, Ελευθέριος Eleftherios,
    Ευτυχία Eftychia, Μαρία Maria, Ελένη Eleni, Αικατερίνη Aikaterini, Βασιλική Vasiliki, Σοφία Sofia, Αγγελική Angeliki,
    Ειρήνη Eirini, Παρασκευή Paraskevi, Λουκάς Loukas, Παύλος Pavlos, Παπαδόπουλος Papadopoulos, Παπανδρέου Papandreou,
    Μπακογιάννη Bakogianni, Ντόρα Dora, Γκίκας Gikas, Οικονόμου Oikonomou, Καραμανλής Karamanlis, Τσίπρας Tsipras,
    Μητσοτάκης Mitsotakis, Αντωνίου Antoniou, Λαμπράκης Lambrakis, Ρούσσος Roussos, Φωτεινή Foteini, Ξένια Xenia, Μάιος Maios
  `
  expect(missed(names)).toEqual(['Λαμπράκης Lambrakis'])
})

test('Cyrillic names meet their usual Latin spellings', () => {
  const names = `
    Александр Aleksandr, Сергей Sergey, Дмитрий Dmitry, Чайковский Tchaikovsky, Щербаков Shcherbakov, Юлия Julia,
    Ковальчук Kovalchuk, Шевченко Shevchenko, Евгений Evgeny, Екатерина Yekaterina, Жуков Zhukov, Михаил Mikhail,
    Володимир Volodymyr, Наталія Nataliia, Хрущёв Khrushchev, Достоевский Dostoyevsky, Цветков Tsvetkov, Ксения Ksenia
  `
  expect(missed(names)).toEqual([])
})

describe('other scripts', () => {
  beforeAll(() => loadScripts(['Ada', '王伟']))
  afterAll(() => transliterateWith((letter) => letter))

  test('Chinese names meet pinyin', () => {
    const names =
      '王 Wang, 李 Li, 张 Zhang, 刘 Liu, 陈 Chen, 杨 Yang, 黄 Huang, 赵 Zhao, 周 Zhou, 吴 Wu, 小明 Xiaoming, 丽娜 Lina, 建国 Jianguo, 志强 Zhiqiang, 秀英 Xiuying, 伟 Wei'
    expect(missed(names)).toEqual([])
  })

  test('Korean names meet their usual spelling', () => {
    const names =
      '김 Kim, 이 Lee, 박 Park, 최 Choi, 정 Jung, 강 Kang, 민수 Minsu, 지훈 Jihun, 수진 Sujin, 영희 Yeonghui, 지민 Jimin, 서준 Seojun, 윤 Yoon, 임 Lim'
    expect(missed(names)).toEqual([])
  })

  test('Hebrew, Arabic, Georgian and Armenian letters become Latin ones', () => {
    const read = ['יוסף', 'محمد', 'გიორგი', 'Արմեն'].map((name) => phoneticKey(name))
    expect(read.filter((key) => !/^[a-z'`]+$/.test(key))).toEqual([])
    expect(isSame('გიორგი', 'Giorgi')).toBe(true)
    expect(isSame('Արմեն', 'Armen')).toBe(true)
  })
})

test.each([
  ['Ada', false],
  ['Åse', false],
  ['Ελένη', false],
  ['Юлия', false],
  ['王伟', true],
  ['ひろし', true],
  ['김', true],
])('%s needs another transliteration: %s', (name, expected) => {
  expect(needsTransliteration(name)).toBe(expected)
})
