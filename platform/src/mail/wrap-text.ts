const width = 72

/** Text broken at spaces to lines of 72 characters, its own line breaks kept; a word that is longer, such as a link, stays whole. */
export function wrapText(text: string, indent = ''): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, indent + hanging(line)))
    .join('\n')
}

/** What is under an item of a list stands below its first word. */
const hanging = (line: string): string => ' '.repeat(/^ *(?:[-*+]|\d+\.) +/.exec(line)?.[0].length ?? 0)

function wrapLine(line: string, indent: string): string {
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const first = lines.length === 0 ? 1 : indent.length + 1
    const before = rest.lastIndexOf(' ', width)
    const at = before >= first ? before : rest.indexOf(' ', Math.max(first, width))
    if (at === -1) break
    lines.push(rest.slice(0, at).trimEnd())
    rest = indent + rest.slice(at + 1).trimStart()
  }
  return [...lines, rest].join('\n')
}
