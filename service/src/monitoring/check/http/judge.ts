import type { MonitorState } from '@tractops/sla'
import type { StatusRange } from '../../config/fields.ts'
import type { HttpExpectation } from '../../config/kinds/request.ts'
import { withinLimits } from '../limits.ts'
import { MAX_PAGE_BYTES } from './decode-page.ts'
import { judgeJson } from './judge-json.ts'
import type { Answer } from './request-page.ts'

/** What an answer that has arrived means; the worst finding tells. */
export function judge(
  expect: HttpExpectation,
  answer: Pick<Answer, 'url' | 'statusCode' | 'location' | 'page'>,
  measured: { latencyMs: number; tlsDaysLeft: number | null },
): { state: MonitorState; reason: string | null } {
  const { statusCode, page } = answer
  if (!expect.status.some(({ from, to }) => statusCode >= from && statusCode <= to)) {
    return { state: 'down', reason: `answered ${statusCode}, expected ${ranges(expect.status)}` }
  }
  if (expect.body !== null && !page.text.includes(expect.body)) {
    const where = page.complete
      ? 'the page does not'
      : `the first ${MAX_PAGE_BYTES / 1024 / 1024} MB of the page do not`
    return { state: 'down', reason: `${where} contain “${expect.body}”` }
  }
  const wrong = judgeJson(expect.json, page)
  if (wrong !== null) return { state: 'down', reason: wrong }
  if (expect.redirectTo !== null && target(answer) !== new URL(expect.redirectTo).href) {
    return { state: 'down', reason: 'does not redirect to the expected address' }
  }
  return withinLimits(expect, measured)
}

/** Where an answer redirects to, as a whole address. */
function target({ location, url }: Pick<Answer, 'location' | 'url'>): string | null {
  return location === null ? null : (URL.parse(location, url)?.href ?? null)
}

function ranges(status: readonly StatusRange[]): string {
  const words = status.map(({ from, to }) => (from === to ? String(from) : `${from / 100}xx`))
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
