import type { MonitorState } from '@tractops/sla'
import type { HttpExpectation, StatusRange } from '../../config/config.ts'
import { spell } from '../spell.ts'
import { MAX_PAGE_BYTES } from './decode-page.ts'
import type { Answer } from './request-page.ts'

/** What an answer that has arrived means; the worst finding tells. */
export function judge(
  expect: HttpExpectation,
  answer: Pick<Answer, 'statusCode' | 'page'>,
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
  if (expect.latencyMs !== null && measured.latencyMs > expect.latencyMs) {
    return { state: 'degraded', reason: `took longer than ${spell(expect.latencyMs)} to answer` }
  }
  const { tlsDaysLeft } = measured
  if (expect.tlsDaysLeft !== null && tlsDaysLeft !== null && tlsDaysLeft < expect.tlsDaysLeft) {
    return {
      state: 'degraded',
      reason: `the certificate ends in ${tlsDaysLeft} ${tlsDaysLeft === 1 ? 'day' : 'days'}`,
    }
  }
  return { state: 'up', reason: null }
}

function ranges(status: readonly StatusRange[]): string {
  const words = status.map(({ from, to }) => (from === to ? String(from) : `${from / 100}xx`))
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
