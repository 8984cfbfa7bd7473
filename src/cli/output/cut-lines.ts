import Table from 'cli-table3'

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
}

/** Lines for a terminal out of cells that are cut to their columns already. */
export function cutLines(
  lines: readonly (readonly string[])[],
  widths: readonly number[],
  gap: string,
  painted: (text: string, at: number) => string,
): string[] {
  const table = new Table({
    chars: { ...noBorders, middle: gap },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: [...widths],
  })
  table.push(...lines.map((cells) => cells.map((cell, at) => painted(cell, at))))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
}
