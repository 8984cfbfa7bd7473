import { fold } from '../../core/text.ts'
import type { WorkbookRow } from './workbook.ts'

const words = new Set(
  `total totals subtotal subtotals grandtotal grandtotals count recordcount sum average gesamt gesamtsumme zwischensumme
  summe anzahl soustotal totalgeneral nombre recuento suma totalgeneral subtotale totale totalegenerale conteggio
  contagem totalgeral subtotaal totaal eindtotaal aantal delsumma totalsumma summa antal totalt delsum antall sum
  valisumma yhteensa maara sumaczesciowa razem 小計 合計 総計 件数 小计 合计 总计 总数 소계 합계 총계`
    .split(/\s+/)
    .map(plain),
)

// Excel's own subtotals: "Sales Total", "Sales Count".
const endsLikeTotals = /\s(?:total|count|ergebnis|anzahl)$/i

// "Total (12 records)"
const counted = /[(（][^()（）]*\d[^()（）]*[)）]\s*$/u

/** Whether a row holds totals: words for them and numbers, and nothing that could name a user. */
export function isTotals({ cells }: Pick<WorkbookRow, 'cells'>): boolean {
  let [hasWord, hasNumber] = [false, false]
  for (const cell of cells) {
    if (cell === '') continue
    if (typeof cell === 'object') {
      if (cell.kind !== 'number') return false
      hasNumber = true
      continue
    }
    const word = cell.replace(counted, '')
    if (!words.has(plain(word)) && !endsLikeTotals.test(word)) return false
    hasWord = true
    hasNumber ||= word !== cell
  }
  return hasWord && hasNumber
}

function plain(text: string): string {
  return fold(text).replace(/[^\p{L}]/gu, '')
}
