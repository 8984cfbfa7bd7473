import type { OddValue, WorkbookCell } from './workbook.ts'

// Spreadsheets keep 15 digits.
const mostDigits = 15

/** A number as its exact digits, from what the file holds; `0000042` where its format is only zeros. */
export function numberValue(written: string, zeros = 0): WorkbookCell {
  const text = written.trim()
  if (text === '') return ''
  const number = Number(text)
  if (!Number.isFinite(number)) return { kind: 'number', text, isRounded: true }
  if (/^-?\d+$/.test(text) && text.replace('-', '').length <= mostDigits)
    return { kind: 'number', text: number >= 0 ? text.padStart(zeros, '0') : text }
  if (Math.abs(number) >= 10 ** mostDigits) return { kind: 'number', text, isRounded: true }
  // The file holds 0.30000000000000004 where the spreadsheet shows 0.3.
  const plain = Number(number.toPrecision(mostDigits))
  const digits = Number.isInteger(plain) ? plain.toFixed(0) : String(plain)
  return { kind: 'number', text: Number.isInteger(plain) ? digits.padStart(zeros, '0') : digits }
}

const secondsOfDay = 86_400
// 1970-01-01 in days since the beginning of each way to count them.
const epochs = { 1900: 25_569, 1904: 24_107 } as const

/** The date, or the time of day, of a serial number; a number where no such date exists. */
export function dateValue(written: string, epoch: keyof typeof epochs): WorkbookCell {
  const serial = Number(written)
  if (written.trim() === '' || !(serial >= 0 && serial < 2_958_466)) return numberValue(written)
  // Excel takes 1900 for a leap year.
  const days = epoch === 1900 && serial < 60 ? serial + 1 : serial
  const seconds = Math.round((days - epochs[epoch]) * secondsOfDay)
  const [day = '', time = ''] = new Date(seconds * 1000).toISOString().split(/[T.]/)
  if (serial < 1) return isoDate(time)
  return isoDate(time === '00:00:00' ? day : `${day} ${time}`)
}

/** A date as the file writes it in ISO 8601. */
export function isoDate(text: string): OddValue {
  return { kind: 'date', text: text.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?Z?$/, '') }
}

/** Whether a number format shows a date or a time; how many zeros it consists of where it is only zeros. */
export function formatOf(code: string): { readonly isDate: boolean; readonly zeros: number } {
  // Texts, colors, locales and fill characters are no part of the pattern; conditions are after the first section.
  const pattern = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  const [first = ''] = pattern.split(';')
  const isDate = /[dhmsy]/i.test(first.replace(/general/i, ''))
  return { isDate, zeros: /^0+$/.test(code) ? code.length : 0 }
}

/** Whether a number format that has no code in the file is one of a date: source ECMA-376, 18.8.30. */
export function isBuiltInDate(format: number): boolean {
  return (
    (format >= 14 && format <= 22) ||
    (format >= 27 && format <= 36) ||
    (format >= 45 && format <= 47) ||
    (format >= 50 && format <= 58)
  )
}
