import type { Agreement } from '@tractops/sla'
import { dateText } from './format.ts'
import { layout } from './layout.ts'
import { type Html, html } from './markup.ts'
import { texts } from './texts.ts'

type Section = Agreement['sections'][number]
type Table = NonNullable<Section['clauses'][number]['table']>

/** `/sla`: the agreement as the policy writes it; `live` holds this month's figures by the id of the clause they belong to. */
export function slaPage(agreement: Agreement, live: ReadonlyMap<string, Html>): Html {
  const { title, version, effectiveFrom, introduction, sections, meanings } = agreement
  return layout({
    path: '/sla',
    title,
    main: html`<div class="wrap plain"><h1>${title}</h1>
<p>${introduction}</p>
<p>${texts.slaVersion(version)} <time datetime="${effectiveFrom}">${dateText(effectiveFrom, true)}</time>.</p>
<nav class="contents" aria-label="${texts.contents}"><ul>
${sections.map((s) => html`<li><a href="#${s.id}">${s.number}. ${s.title}</a></li>`)}
<li><a href="#meanings">${texts.meanings}</a></li></ul></nav>
${sections.map((section) => sectionHtml(section, live))}
<section class="part whole" aria-labelledby="meanings"><h2 id="meanings">${texts.meanings}</h2>
<p class="soft">${texts.meaningsNote(meanings.length)}</p>
<table class="meanings"><thead><tr>${texts.meaningsHead.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${meanings.map((m) => html`<tr id="row-${m.row}"><td>${m.row}</td><th scope="row">${m.question}</th><td>${m.value}</td><td class="soft">${m.reason}</td></tr>`)}</tbody></table>
</section></div>`,
  })
}

function sectionHtml({ id, number, title, clauses }: Section, live: ReadonlyMap<string, Html>): Html {
  return html`<section class="part whole" aria-labelledby="${id}"><h2 id="${id}"><span class="no">${number}</span>${title}</h2>
<div class="clauses">${clauses.map((clause) => {
    const figures = live.get(clause.id)
    return html`<div class="clause"><div class="words" id="${clause.id}"><p class="text">${clause.text}</p>
${clause.table === undefined ? '' : tableHtml(clause.table, clause.text)}</div>
${figures === undefined ? '' : html`<aside class="aside" aria-label="${texts.live.title}: ${title}">${figures}</aside>`}</div>`
  })}</div></section>`
}

function tableHtml({ head, rows }: Table, label: string): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`
}
