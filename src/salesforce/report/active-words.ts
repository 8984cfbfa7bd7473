import { fold } from '../../core/text.ts'

// Words for a ticked and an empty box, in the languages of the labels.
const ticked = `1 true yes y t x on active checked ✓ ✔ ☑ wahr ja j aktiv vrai oui actif active verdadero sí activo
  vero sì attivo verdadeiro sim ativo waar actief sant sann sand tosi kyllä aktiivinen prawda tak aktywny
  истина да активный активен はい 有効 真 是 启用 啟用 有效 예 네 참 활성`
const empty = `0 false no n f off inactive unchecked ☐ falsch nein inaktiv faux non inactif inactive falso inactivo
  inattivo não inativo onwaar nee inactief falskt nej usann nei falsk epätosi ei inaktivt fałsz nie nieaktywny
  ложь нет неактивный неактивен いいえ 無効 偽 否 停用 禁用 假 아니요 아니오 거짓 비활성`

const meanings = new Map<string, boolean>([
  ...words(ticked).map((word) => [word, true] as const),
  ...words(empty).map((word) => [word, false] as const),
])

function words(list: string): string[] {
  return list.split(/\s+/u).map(fold)
}

/** Reads a tick box as reports and queries write it, in any language known; undefined for another word. */
export function readTick(text: string): boolean | undefined {
  return meanings.get(text) ?? meanings.get(fold(text))
}
