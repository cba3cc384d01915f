import { defaultPolicies } from '@tractops/sla'
import { describe, expect, test } from 'vitest'
import { type Asked, firstSeverity, suggestSeverity } from './suggest-severity.ts'

const policy = defaultPolicies()[0]!
const asked = (more: Partial<Asked>): Asked => ({
  ...{ channel: 'mail', subject: 'A question', text: 'Where is it?', reported: null, incidents: [] },
  ...more,
})
const suggested = (more: Partial<Asked>) => {
  const of = asked(more)
  const suggestion = suggestSeverity(policy, of)
  return `${firstSeverity(policy, of, suggestion)} (${suggestion.severity}): ${suggestion.because}`
}
const incidents = [
  { id: 'inc_1', title: 'Cards are refused', critical: false, words: ['Dues and payments', 'payments'] },
]

describe('SLA §2: what comes is suggested a severity, with the reason', () => {
  test.each<[string, Partial<Asked>, string]>([
    ['a mail that says so', { subject: ' [P1] everything down' }, 'P1 (P1): its subject begins with [P1]'],
    [
      'an answer to one',
      { subject: 'Re: [P1] x' },
      'P3 (P3): nothing in it speaks of more or less than one user’s question',
    ],
    [
      'the widget, which is no way to page',
      { channel: 'widget', subject: '[P1] x' },
      'P3 (P3): nothing in it speaks of more or less than one user’s question',
    ],
    [
      'an outage by the widget',
      { channel: 'widget', reported: 'outage' },
      'P2 (P1): its reader reported "outage"',
    ],
    ['an outage in words', { text: 'The app is down.' }, 'P2 (P1): it says "app is down"'],
    ['slowness for all', { text: 'It is very slow today.' }, 'P2 (P2): it says "very slow"'],
    ['an idea', { text: 'It would be nice to have dark mode.' }, 'P4 (P4): it says "It would be nice"'],
    [
      'something unknown that was ticked',
      { reported: 'toString' },
      'P3 (P3): nothing in it speaks of more or less than one user’s question',
    ],
    [
      'an open incident',
      { text: 'My payments fail?', incidents },
      'P2 (P2): it speaks of what the open incident "Cards are refused" is about',
    ],
    [
      'a critical one',
      { text: 'payments', incidents: [{ ...incidents[0]!, critical: true }] },
      'P2 (P1): it speaks of what the open incident "Cards are refused" is about',
    ],
    [
      'a part of a word',
      { text: 'nonpaymentsx', incidents },
      'P3 (P3): nothing in it speaks of more or less than one user’s question',
    ],
  ])('%s', (_, more, expected) => expect(suggested(more)).toBe(expected))
})
