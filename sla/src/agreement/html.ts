import type { Policy } from '../policy/policy.ts'
import { agreementOf } from './agreement.ts'
import type { Clause } from './shape.ts'

/** The agreement as a complete HTML document without script and style of its own. */
export function agreementHtml(policy: Policy): string {
  const agreement = agreementOf(policy)
  const sections = agreement.sections.map(
    ({ id, number, title, clauses }) =>
      `<section id="${escaped(id)}">\n<h2>${number} ${escaped(title)}</h2>\n${clauses.map(clauseHtml).join('\n')}\n</section>`,
  )
  const meanings = table(
    ['#', 'The text leaves open', 'What it means', 'Why'],
    agreement.meanings.map(({ row, question, value, reason }) => [String(row), question, value, reason]),
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(agreement.title)}</title>
</head>
<body>
<main>
<h1>${escaped(agreement.title)}</h1>
<p>Version ${escaped(agreement.version)}, in force from <time>${escaped(agreement.effectiveFrom)}</time>.</p>
<p>${escaped(agreement.introduction)}</p>
${sections.join('\n')}
<section id="meanings">
<h2>What the words mean</h2>
${meanings}
</section>
</main>
</body>
</html>
`
}

function clauseHtml({ id, text, table: rows }: Clause): string {
  return `<p id="${escaped(id)}">${escaped(text)}</p>${rows === undefined ? '' : `\n${table(rows.head, rows.rows)}`}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')
  return `<table>\n<thead><tr>${cells('th scope="col"', head).replaceAll('</th scope="col">', '</th>')}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
