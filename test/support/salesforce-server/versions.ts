const first = 50
const last = 68

/** The versions that the API speaks, oldest first: Winter '27 is 68. */
export function versionList(): { readonly label: string; readonly url: string; readonly version: string }[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const version = `${first + index}.0`
    return { label: label(first + index), url: `/services/data/v${version}`, version }
  })
}

/** Whether the API speaks a version. */
export function isVersion(version: string): boolean {
  const number = Number(version)
  return version.endsWith('.0') && number >= first && number <= last
}

// Three releases a year; 50 was Winter '21.
function label(version: number): string {
  const season = ['Winter', 'Spring', 'Summer'][(version - first) % 3]
  return `${season} '${21 + Math.floor((version - first) / 3)}`
}
