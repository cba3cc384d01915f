import ts from 'typescript'

const SQL_CLOCK =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b/i
const SQL_WORDS = /\b(select|insert|update|delete|default|where|set|values|interval)\b/i

/** Every place in TypeScript or JavaScript `text` that reads a clock, as `line: code`. Comments read none. */
export function clockReads(text: string): string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (readsClock(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${line + 1}: ${node.getText().split('\n')[0]}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Every line of SQL `text` that reads the database's clock. */
export function sqlClockReads(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (SQL_CLOCK.test(line) ? [`${index + 1}: ${line.trim()}`] : []))
}

function readsClock(node: ts.Node): boolean {
  if (ts.isIdentifier(node) && node.text === 'Date') return isClockUseOfDate(node)
  if (ts.isPropertyAccessExpression(node)) {
    const path = node.getText().replace(/^globalThis\./, '')
    return /^(Temporal\.Now|performance\.now|process\.hrtime)$/.test(path) || node.name.text === 'defaultNow'
  }
  if (ts.isTaggedTemplateExpression(node))
    return node.tag.getText() === 'sql' && SQL_CLOCK.test(node.template.getText())
  if (ts.isStringLiteralLike(node) && !ts.isTaggedTemplateExpression(node.parent))
    return SQL_WORDS.test(node.text) && SQL_CLOCK.test(node.text)
  return false
}

/** `new Date(ms)` and `Date.parse` convert; whatever else is done with the value `Date` can tell the time. */
function isClockUseOfDate({ parent }: ts.Identifier): boolean {
  if (ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent)) return false
  if (ts.isNewExpression(parent)) return (parent.arguments ?? []).length === 0
  if (ts.isPropertyAccessExpression(parent)) return !['parse', 'UTC'].includes(parent.name.text)
  return !(ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
}
