/** The known word that a mistyped one most likely stands for, or null when none is near: a third of its letters may differ. */
export function closest(word: string, known: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  let best: { word: string; distance: number } | null = null
  for (const candidate of known) {
    const distance = editDistance(plain(word).slice(0, 40), plain(candidate))
    if (best === null || distance < best.distance) best = { word: candidate, distance }
  }
  return best !== null && best.distance <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : null
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
